package cloud.tessera.portal.server;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** How the portal is served; see the module's README for each property. */
@Singleton
final class PortalSettings {
    private final int port;
    private final String host;
    private final boolean behindTls;
    private final @Nullable String api;

    PortalSettings(
            @Value("${tessera.portal.port:8080}") int port,
            @Value("${tessera.portal.host:0.0.0.0}") String host,
            @Value("${tessera.portal.behind-tls:false}") boolean behindTls,
            @Nullable @Property(name = "tessera.portal.api") String api) {
        this.port = port;
        this.host = host;
        this.behindTls = behindTls;
        this.api = api;
    }

    /** The port to listen on; 0 takes a free one. */
    int port() {
        return port;
    }

    String host() {
        return host;
    }

    /** Whether a proxy that we trust ends TLS before us: cookies become Secure, and its forwarded headers are believed. */
    boolean behindTls() {
        return behindTls;
    }

    /** Where the API listens, {@code host:port}, when it does not run in this process. */
    @Nullable
    String api() {
        return api;
    }
}
