package cloud.tessera.ops.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * A PostgreSQL 18 that lives and dies with this process. The temporary form serves tests and code generation: it trades
 * durability for speed and its data go with it.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String NAME = "tessera";
    private static final String THROWAWAY_PASSWORD = "tessera";

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts an empty database with the platform's roles, unpacked below the directory given, without durability. */
    public static EmbeddedDatabase temporary(Path workingDirectory) {
        try {
            var server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(workingDirectory.toFile())
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("max_connections", "200")
                    .start();
            var database = new EmbeddedDatabase(server);
            database.prepare();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded PostgreSQL could not be prepared", e);
        }
    }

    private void prepare() throws SQLException {
        try (Connection c = server.getPostgresDatabase().getConnection();
                Statement s = c.createStatement()) {
            s.execute(rolesScript());
            s.execute("alter role tessera_owner password '" + THROWAWAY_PASSWORD + "'");
            s.execute("alter role tessera_app password '" + THROWAWAY_PASSWORD + "'");
            s.execute("create database " + NAME + " owner tessera_owner");
        }
    }

    /** A copy of the database under a new name, by PostgreSQL's template mechanism; nobody may be connected to it. */
    public void copy(String newName) {
        try (Connection c = server.getPostgresDatabase().getConnection();
                Statement s = c.createStatement()) {
            s.execute("create database " + newName + " template " + NAME + " owner tessera_owner");
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot copy the database to " + newName, e);
        }
    }

    /** The login that owns the schemas and migrates them. */
    public DatabaseAddress owner() {
        return owner(NAME);
    }

    /** The owner of a {@linkplain #copy copy}. */
    public DatabaseAddress owner(String database) {
        return new DatabaseAddress(url(database), "tessera_owner", THROWAWAY_PASSWORD);
    }

    /** The login of the application. */
    public DatabaseAddress application() {
        return application(NAME);
    }

    /** The application's login to a {@linkplain #copy copy}. */
    public DatabaseAddress application(String database) {
        return new DatabaseAddress(url(database), "tessera_app", THROWAWAY_PASSWORD);
    }

    private String url(String database) {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
    }

    /** The script that makes the cluster's roles; see {@code db/roles.sql}. */
    public static String rolesScript() {
        try (InputStream in =
                Objects.requireNonNull(EmbeddedDatabase.class.getResourceAsStream("/db/roles.sql"), "db/roles.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not stop", e);
        }
    }
}
