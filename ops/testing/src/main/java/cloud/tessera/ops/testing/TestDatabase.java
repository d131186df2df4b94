package cloud.tessera.ops.testing;

import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.database.EmbeddedDatabase;
import cloud.tessera.ops.database.Schemas;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL for tests: one server in a test JVM, migrated once with the schemas that are on the class path, and
 * copied for each test class that asks, so that test classes never see one another's rows.
 */
public final class TestDatabase {
    private static final AtomicInteger COPIES = new AtomicInteger();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    /** A fresh migrated database of the caller's own. */
    public static TestDatabase fresh() {
        String name = "tessera_" + COPIES.incrementAndGet();
        synchronized (TestDatabase.class) {
            Server.STARTED.copy(name);
        }
        return new TestDatabase(name);
    }

    /** The login the application uses: no ownership, two roles to become. */
    public DatabaseAddress application() {
        return Server.STARTED.application(name);
    }

    /** The login that owns the schemas. Tests use it to look behind the rules, never to prepare what a use case can. */
    public DatabaseAddress owner() {
        return Server.STARTED.owner(name);
    }

    /** Started at the first use and stopped when the JVM ends. */
    private static final class Server {
        static final EmbeddedDatabase STARTED = start();

        private static EmbeddedDatabase start() {
            EmbeddedDatabase database = EmbeddedDatabase.temporary(
                    Path.of("target/embedded-postgres").toAbsolutePath());
            Runtime.getRuntime().addShutdownHook(new Thread(database::close));
            for (String schema : Schemas.IN_ORDER) {
                if (TestDatabase.class.getResource("/db/" + schema) != null) {
                    Schemas.migrate(database.owner(), schema, "classpath:db/" + schema);
                }
            }
            return database;
        }
    }

    /** A plain connection as the application, outside any role; only what both roles share is visible. */
    public java.sql.Connection connect() throws SQLException {
        DatabaseAddress a = application();
        return java.sql.DriverManager.getConnection(a.url(), a.user(), a.password());
    }
}
