package cloud.tessera.portal;

import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.ops.testing.TestDatabase;
import cloud.tessera.portal.operator.DemoControls;
import cloud.tessera.portal.server.PortalServer;
import cloud.tessera.quota.access.FactorKey;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;

/** The portal as tests see it: one for all test classes of a JVM, with the {@link Story} behind it. */
final class TestPortal {
    private static final int SEED = 20260310;

    final Story story;
    final ApplicationContext beans;
    final MovableClock clock;
    private final String address;

    private TestPortal(ApplicationContext beans, MovableClock clock, Story story) {
        this.beans = beans;
        this.clock = clock;
        this.story = story;
        this.address = "http://localhost:" + beans.getBean(PortalServer.class).port();
    }

    /** Where it is, without a slash at the end. */
    String address() {
        return address;
    }

    static TestPortal running() {
        return Holder.PORTAL;
    }

    private static final class Holder {
        static final TestPortal PORTAL = start();
    }

    /** Stands where the API would: answers with what it was asked. */
    private static HttpServer echo() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                var asked = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n");
                exchange.getRequestHeaders()
                        .forEach((name, values) ->
                                asked.append(name).append(": ").append(values).append('\n'));
                byte[] answer = asked.toString().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestPortal start() {
        var pool = new HikariConfig();
        var database = TestDatabase.fresh().application();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(20);
        var source = new HikariDataSource(pool);
        var clock = MovableClock.standingAt(Story.BEGIN);
        ApplicationContext beans = ApplicationContext.builder()
                .properties(Map.of(
                        "tessera.portal.port",
                        0,
                        "tessera.portal.host",
                        "localhost",
                        "tessera.portal.api",
                        "127.0.0.1:" + echo().getAddress().getPort()))
                .build();
        beans.registerSingleton(DataSource.class, source);
        beans.registerSingleton(Clock.class, clock);
        beans.registerSingleton(IdSource.class, new IdSource(clock, new Random(SEED)));
        beans.registerSingleton(EngineChoice.class, new TestEngine(clock));
        beans.registerSingleton(FactorKey.class, FactorKey.generate());
        var demo = new TestDemo(beans);
        beans.registerSingleton(DemoControls.class, demo);
        beans.start();
        var story = new Story(beans, clock);
        demo.goOn(story);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            beans.close();
            source.close();
        }));
        return new TestPortal(beans, clock, story);
    }
}
