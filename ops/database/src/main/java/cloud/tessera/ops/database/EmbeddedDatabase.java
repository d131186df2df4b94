package cloud.tessera.ops.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL 18 that lives and dies with this process. The temporary form serves tests and code generation: it trades
 * durability for speed and its data go with it.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final String NAME = "tessera";
    private static final String PREFIX = "database-of-";
    private static final AtomicInteger STARTED = new AtomicInteger();
    private static final String THROWAWAY_PASSWORD = "tessera";

    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "off",
            "synchronous_commit", "off",
            "full_page_writes", "off",
            "wal_level", "minimal",
            "max_wal_senders", "0",
            "autovacuum_naptime", "1h",
            "max_connections", "200");

    private final PostgresServer server;
    private final Path directory;
    private final int port;

    private EmbeddedDatabase(PostgresServer server, Path directory, int port) {
        this.server = server;
        this.directory = directory;
        this.port = port;
    }

    /** Starts an empty database with the platform's roles in a directory of its own below the one given. */
    public static EmbeddedDatabase temporary(Path workingDirectory) {
        try {
            Files.createDirectories(workingDirectory);
            clearLeftOvers(workingDirectory);
            Path directory =
                    workingDirectory.resolve(PREFIX + ProcessHandle.current().pid() + "-" + STARTED.incrementAndGet());
            Files.createDirectory(directory);
            var server = new PostgresServer(PostgresBinaries.unpacked(workingDirectory), directory.resolve("postgres"));
            server.initialise(THROWAWAY_PASSWORD, "trust");
            int port = PostgresServer.freePort(0);
            server.start(port, SETTINGS);
            var database = new EmbeddedDatabase(server, directory, port);
            database.prepare();
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL did not start", e);
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded PostgreSQL could not be prepared", e);
        }
    }

    /** What killed processes left behind: their servers are stopped and their directories deleted. */
    private static void clearLeftOvers(Path workingDirectory) throws IOException {
        List<Path> found;
        try (Stream<Path> list = Files.list(workingDirectory)) {
            found = list.filter(p -> p.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        for (Path each : found) {
            if (!inUse(each)) {
                new PostgresServer(PostgresBinaries.unpacked(workingDirectory), each.resolve("postgres")).stopOrphan();
                Directories.delete(each);
            }
        }
    }

    /** The name tells the process, and which of its databases; a number of a process may come back. */
    private static boolean inUse(Path directory) {
        String[] name =
                directory.getFileName().toString().substring(PREFIX.length()).split("-", 2);
        long process = Long.parseLong(name[0]);
        if (process == ProcessHandle.current().pid()) {
            return Integer.parseInt(name[1]) <= STARTED.get();
        }
        return ProcessHandle.of(process).isPresent();
    }

    private void prepare() throws SQLException {
        try (Connection c = superuser();
                Statement s = c.createStatement()) {
            s.execute(rolesScript());
            s.execute("alter role tessera_owner password '" + THROWAWAY_PASSWORD + "'");
            s.execute("alter role tessera_app password '" + THROWAWAY_PASSWORD + "'");
            s.execute("create database " + NAME + " owner tessera_owner");
        }
    }

    /** A copy of the database under a new name, by PostgreSQL's template mechanism; nobody may be connected to it. */
    public void copy(String newName) {
        try (Connection c = superuser();
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

    private Connection superuser() throws SQLException {
        // Not by DriverManager: code generation runs twice in one Maven, and its drivers belong to the first class
        // loader.
        var source = new PGSimpleDataSource();
        source.setUrl(url("postgres"));
        return source.getConnection(PostgresServer.SUPERUSER, THROWAWAY_PASSWORD);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
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
        server.stop();
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The embedded PostgreSQL left files behind", e);
        }
    }
}
