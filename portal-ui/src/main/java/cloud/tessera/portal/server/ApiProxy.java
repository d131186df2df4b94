package cloud.tessera.portal.server;

import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;

/**
 * Hands {@code /api} and {@code /health} through to the API, so that one address serves both doors. What a client says
 * about where it comes from is dropped, and said anew from the connection.
 */
final class ApiProxy extends ProxyHandler.Reverse {
    private static final int MOST_CONNECTIONS = 512;
    private static final long IDLE_MS = 120_000;

    /**
     * @param authority where the API listens now, {@code host:port}
     */
    ApiProxy(Supplier<String> authority) {
        super(request -> HttpURI.build(request.getHttpURI())
                .scheme("http")
                .authority(authority.get())
                .asImmutable());
    }

    @Override
    protected void configureHttpClient(HttpClient client) {
        super.configureHttpClient(client);
        client.setUserAgentField((HttpField) null); // else the client's own goes out beside the caller's
        client.setMaxConnectionsPerDestination(MOST_CONNECTIONS);
        client.setIdleTimeout(IDLE_MS);
    }

    @Override
    protected void addProxyHeaders(Request in, org.eclipse.jetty.client.Request out) {
        out.headers(headers -> {
            headers.remove(HttpHeader.FORWARDED);
            headers.remove("X-Real-IP");
            headers.put(HttpHeader.X_FORWARDED_FOR, Request.getRemoteAddr(in));
            headers.put(HttpHeader.X_FORWARDED_PROTO, in.getHttpURI().getScheme());
            headers.put(HttpHeader.X_FORWARDED_HOST, in.getHttpURI().getAuthority());
        });
    }
}
