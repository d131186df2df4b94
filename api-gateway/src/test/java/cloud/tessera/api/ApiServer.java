package cloud.tessera.api;

import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.testing.TestDatabase;
import cloud.tessera.quota.access.FactorKey;
import cloud.tessera.quota.audit.SealingKey;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The door on a port of its own, over a fresh database and a clock that stands still until a test moves it. */
final class ApiServer implements AutoCloseable {
    /** When the tests begin. */
    static final Instant START = Instant.parse("2026-03-10T09:20:00Z");

    final MovableClock clock = MovableClock.standingAt(START);
    final ApplicationContext context;
    private final HikariDataSource database;
    private final EmbeddedServer server;

    ApiServer() {
        this(Map.of());
    }

    ApiServer(Map<String, Object> settings) {
        database = pool(TestDatabase.fresh().application());
        context = ApplicationContext.builder()
                .singletons(
                        database,
                        clock,
                        new IdSource(clock, RandomGenerator.of("L64X128MixRandom")),
                        new InstantEngine(clock),
                        SealingKey.generate(),
                        FactorKey.generate())
                .properties(Map.of("micronaut.server.port", -1))
                .properties(settings)
                .start();
        server = context.getBean(EmbeddedServer.class).start();
    }

    private static HikariDataSource pool(DatabaseAddress address) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(address.url());
        pool.setUsername(address.user());
        pool.setPassword(address.password());
        pool.setMaximumPoolSize(10);
        return pool;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    URI address() {
        return server.getURI();
    }

    Ask get(String path) {
        return Ask.of(address(), "GET", path);
    }

    Ask post(String path, String body) {
        return Ask.of(address(), "POST", path, body);
    }

    Ask ask(String method, String path, String body) {
        return Ask.of(address(), method, path, body);
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
