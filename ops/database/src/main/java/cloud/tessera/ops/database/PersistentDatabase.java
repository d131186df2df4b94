package cloud.tessera.ops.database;

import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL 18 that an installation brings with it: durable, with passwords of its own, on loopback alone. A server
 * that a killed process left running is stopped before the next start; one that dies by itself is started again.
 */
public final class PersistentDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PersistentDatabase.class);
    private static final String NAME = "tessera";
    private static final String OWNER = "tessera_owner";
    private static final String APPLICATION = "tessera_app";

    /** Durable first; the rest is sized for one machine that runs everything. */
    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "shared_buffers", "128MB",
            "max_connections", "60",
            "max_wal_size", "1GB",
            "logging_collector", "on",
            "log_filename", "postgresql-%a.log",
            "log_truncate_on_rotation", "on");

    private final DataDirectory directory;
    private final PostgresServer server;
    private int port;
    private volatile boolean closing;

    private PersistentDatabase(DataDirectory directory, PostgresServer server) {
        this.directory = directory;
        this.server = server;
    }

    /** Starts the database of a data directory, which is made at the first start. */
    public static PersistentDatabase start(DataDirectory directory) {
        Path path = directory.path();
        var server = new PostgresServer(PostgresBinaries.unpacked(path), path.resolve("postgres"));
        var database = new PersistentDatabase(directory, server);
        try {
            if (server.initialised()) {
                server.stopOrphan();
            } else {
                server.initialise(directory.password(PostgresServer.SUPERUSER), "scram-sha-256");
            }
            database.startServer();
            database.prepare();
        } catch (IOException | SQLException e) {
            database.close();
            throw new StartUpProblem(
                    Kind.UNAVAILABLE, "The database in " + path + " cannot be used: " + e.getMessage() + ".", e);
        }
        return database;
    }

    /** The application's login to the database that another process runs in a directory; empty where none does. */
    public static Optional<DatabaseAddress> running(Path data) {
        if (!Files.exists(data.resolve("passwords"))) {
            return Optional.empty();
        }
        try (var unused = DataDirectory.open(data)) {
            return Optional.empty();
        } catch (StartUpProblem problem) {
            if (problem.kind() != Kind.BUSY) {
                throw problem;
            }
        }
        try {
            return Optional.of(new DatabaseAddress(
                    url(DataDirectory.rememberedPort(data), NAME),
                    APPLICATION,
                    Objects.requireNonNull(DataDirectory.readPasswords(data).getProperty(APPLICATION))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startServer() throws IOException {
        port = PostgresServer.freePort(DataDirectory.rememberedPort(directory.path()));
        server.start(port, SETTINGS);
        directory.rememberPort(port);
        server.process().ifPresent(process -> process.onExit().thenRun(this::restart));
    }

    private synchronized void restart() {
        if (closing) {
            return;
        }
        LOG.error("PostgreSQL ended without being asked; starting it again");
        try {
            server.stopOrphan();
            server.start(port, SETTINGS);
            server.process().ifPresent(process -> process.onExit().thenRun(this::restart));
        } catch (IOException | StartUpProblem e) {
            LOG.error("PostgreSQL did not start again; restart the platform", e);
        }
    }

    /** Makes roles and database where they are missing, as after a crash in the middle of the first start. */
    private void prepare() throws SQLException, IOException {
        String superuser = directory.password(PostgresServer.SUPERUSER);
        try (Connection c = DriverManager.getConnection(url(port, "postgres"), PostgresServer.SUPERUSER, superuser);
                Statement s = c.createStatement()) {
            try (var found = s.executeQuery("select from pg_database where datname = '" + NAME + "'")) {
                if (found.next()) {
                    return;
                }
            }
            s.execute(EmbeddedDatabase.rolesScript());
            s.execute("alter role " + OWNER + " password '" + directory.password(OWNER) + "'");
            s.execute("alter role " + APPLICATION + " password '" + directory.password(APPLICATION) + "'");
            s.execute("create database " + NAME + " owner " + OWNER);
            s.execute("revoke connect on database " + NAME + " from public");
            s.execute("grant connect on database " + NAME + " to " + APPLICATION);
        }
    }

    /** The login that owns the schemas and migrates them. */
    public DatabaseAddress owner() {
        return address(OWNER);
    }

    /** The login of the application. */
    public DatabaseAddress application() {
        return address(APPLICATION);
    }

    private DatabaseAddress address(String login) {
        try {
            return new DatabaseAddress(url(port, NAME), login, directory.password(login));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Stops the server after its sessions have been ended; nothing that was committed is lost. */
    @Override
    public void close() {
        closing = true;
        synchronized (this) {
            server.stop();
        }
    }
}
