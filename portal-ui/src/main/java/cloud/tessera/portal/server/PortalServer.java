package cloud.tessera.portal.server;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public address: the portal's pages on an embedded Jetty, and the API behind the same port. It starts once the API
 * listens, or with the application where no API runs in this process, and stops with the application.
 */
@Singleton
@Requires(property = "tessera.portal.enabled", notEquals = "false")
public class PortalServer {
    private static final Logger LOG = LoggerFactory.getLogger(PortalServer.class);
    private static final Duration IDLE_SESSION = Duration.ofMinutes(30);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final ApplicationContext beans;
    private final PortalSettings settings;
    private @Nullable Server server;
    private volatile @Nullable String api;

    PortalServer(ApplicationContext beans, PortalSettings settings) {
        this.beans = beans;
        this.settings = settings;
        this.api = settings.api();
    }

    @EventListener
    void onStart(StartupEvent event) {
        if (!beans.containsBean(EmbeddedServer.class)) {
            start();
        }
    }

    @EventListener
    void onApiStart(ServerStartupEvent event) {
        if (api == null) {
            api = "127.0.0.1:" + event.getSource().getPort();
        }
        start();
    }

    /** The port that it listens on, once it has started. */
    public int port() {
        return ((ServerConnector) Objects.requireNonNull(server).getConnectors()[0]).getLocalPort();
    }

    private synchronized void start() {
        if (server != null) {
            return;
        }
        var pool = new QueuedThreadPool(64, 4);
        pool.setName("portal");
        pool.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("portal-", 0).factory()));
        Server starting = new Server(pool);
        starting.addConnector(connector(starting));
        starting.setStopTimeout(DRAIN.toMillis());
        starting.setHandler(routes());
        try {
            starting.start();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The portal could not listen on port " + settings.port() + ": " + e.getMessage(), e);
        }
        server = starting;
        LOG.info("The portal listens on port {}", port());
    }

    private ServerConnector connector(Server starting) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        if (settings.behindTls()) {
            // Only then: whoever reaches us directly could claim any address in these headers.
            http.addCustomizer(new ForwardedRequestCustomizer());
        }
        var connector = new ServerConnector(starting, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        return connector;
    }

    private Handler routes() {
        var routes = new PathMappingsHandler();
        var proxy = new ApiProxy(this::apiAuthority);
        routes.addMapping(new ServletPathSpec("/api/*"), proxy);
        routes.addMapping(new ServletPathSpec("/health/*"), proxy);
        routes.addMapping(new ServletPathSpec("/*"), new SecurityHeaders(pages(), settings.behindTls()));
        return routes;
    }

    private String apiAuthority() {
        return Objects.requireNonNull(api, "No API runs in this process, and tessera.portal.api names none");
    }

    private ServletContextHandler pages() {
        var web = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        web.setClassLoader(PortalServer.class.getClassLoader());
        web.setBaseResource(ResourceFactory.of(web).newClassLoaderResource("META-INF/resources/"));
        JakartaWebSocketServletContainerInitializer.configure(web, null);
        VaadinTypes.addInitializers(web);
        web.addServlet(vaadin(), "/*");
        sessions(web);
        var compression = new CompressionHandler();
        compression.putCompression(new GzipCompression());
        web.insertHandler(compression);
        return web;
    }

    private ServletHolder vaadin() {
        var holder = new ServletHolder("vaadin", new PortalServlet(beans));
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        holder.setInitParameter("productionMode", "true");
        holder.setInitParameter("pushMode", "automatic");
        return holder;
    }

    private void sessions(ServletContextHandler web) {
        var sessions = web.getSessionHandler();
        sessions.setSessionCookie("TESSERA_SESSION");
        sessions.setUsingUriParameters(false);
        sessions.setHttpOnly(true);
        sessions.setSameSite(HttpCookie.SameSite.LAX);
        sessions.setSecureCookies(settings.behindTls());
        sessions.setMaxInactiveInterval((int) IDLE_SESSION.toSeconds());
    }

    @PreDestroy
    synchronized void stop() throws Exception {
        if (server != null) {
            server.stop();
            server = null;
        }
    }
}
