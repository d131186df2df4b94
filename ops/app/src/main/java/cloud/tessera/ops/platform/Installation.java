package cloud.tessera.ops.platform;

import cloud.tessera.ops.database.DataDirectory;
import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.database.ExternalDatabase;
import cloud.tessera.ops.database.PersistentDatabase;
import cloud.tessera.ops.database.Schemas;
import cloud.tessera.quota.access.FactorKey;
import cloud.tessera.quota.audit.SealingKey;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.transaction.Settings;
import cloud.tessera.quota.transaction.Transactions;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is there before any bean: the data directory, the database, migrated, and the platform's clock and ids. Without a
 * database named by the environment it brings its own PostgreSQL.
 */
public final class Installation implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 20;

    private final Path path;
    private final boolean isNew;
    private final Opened opened;
    private final DatabaseAddress application;
    private final @Nullable DatabaseAddress owner;
    private final HikariDataSource database;
    private final MovableClock clock;
    private final IdSource ids;
    private final Map<String, String> environment;

    private Installation(
            Path path,
            boolean isNew,
            DatabaseAddress application,
            @Nullable DatabaseAddress owner,
            Opened opened,
            Map<String, String> environment) {
        this.path = path;
        this.isNew = isNew;
        this.application = application;
        this.owner = owner;
        this.opened = opened;
        this.environment = environment;
        this.database = opened.open(() -> pool(application, true, MOST_CONNECTIONS));
        // Before anything has been read, the machine's clock must do.
        var beginning = new IdSource(Clock.systemUTC(), new SecureRandom());
        var settings = new Settings(new Transactions(database, Clock.systemUTC(), beginning));
        this.clock = MovableClock.running(Clock.systemUTC(), KeptClock.ahead(settings));
        this.ids = new IdSource(clock, new SecureRandom());
    }

    /** Opens the installation in a directory, alone. Refused with a {@code StartUpProblem}. */
    public static Installation open(Path data, Map<String, String> environment) {
        var opened = new Opened();
        try {
            return open(data, environment, opened);
        } catch (RuntimeException problem) {
            opened.close();
            throw problem;
        }
    }

    /** The same, noting each part in {@code opened} as soon as it is open; whoever gave that closes it. */
    public static Installation open(Path data, Map<String, String> environment, Opened opened) {
        DataDirectory directory = opened.open(() -> DataDirectory.open(data));
        boolean isNew = directory.isNew();
        Optional<ExternalDatabase> external = ExternalDatabase.of(environment);
        DatabaseAddress application;
        DatabaseAddress owner;
        if (external.isPresent()) {
            external.get().check();
            application = external.get().application();
            owner = external.get().owner();
        } else {
            PersistentDatabase own = opened.open(() -> PersistentDatabase.start(directory));
            application = own.application();
            owner = own.owner();
        }
        Schemas.migrate(owner);
        return new Installation(directory.path(), isNew, application, owner, opened, environment);
    }

    /**
     * Opens the installation for one errand: beside the process that runs it, if one does, or alone.
     *
     * @return an installation of which only the database, the clock and the ids may be used
     */
    public static Installation visit(Path data, Map<String, String> environment) {
        Optional<DatabaseAddress> running = ExternalDatabase.of(environment)
                .map(ExternalDatabase::application)
                .or(() -> PersistentDatabase.running(data));
        return running.isEmpty()
                ? open(data, environment)
                : new Installation(
                        data.toAbsolutePath().normalize(), false, running.get(), null, new Opened(), environment);
    }

    private static HikariDataSource pool(DatabaseAddress address, boolean waitForDisk, int connections) {
        var config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(2);
        config.setConnectionTimeout(10_000);
        config.addDataSourceProperty("ApplicationName", "tessera");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        if (!waitForDisk) {
            config.addDataSourceProperty("options", "-c synchronous_commit=off");
        }
        return new HikariDataSource(config);
    }

    /** The data directory, absolute. */
    public Path path() {
        return path;
    }

    /** Whether the data directory held no database before this start. */
    public boolean isNew() {
        return isNew;
    }

    /** Connections as the application's login. */
    public HikariDataSource database() {
        return database;
    }

    /**
     * Connections whose commits do not wait for the disk: for work that is begun anew after a crash. A later commit by
     * {@link #database} makes all of them safe. To be closed by the caller.
     */
    public HikariDataSource hasty() {
        return pool(application, false, MOST_CONNECTIONS);
    }

    /**
     * Connections of one more process that works on the same database, for measurements with several in one JVM. To be
     * closed by the caller.
     *
     * @param connections how many at most
     */
    public HikariDataSource anotherProcess(int connections) {
        return pool(application, true, connections);
    }

    /** The login that owns the tables, of an installation that was {@linkplain #open opened}. */
    public DatabaseAddress owner() {
        return Objects.requireNonNull(owner, "Only who has opened an installation knows its owner");
    }

    /** The key that seals the audit log; made where there is none yet. Refused with a {@code StartUpProblem}. */
    public SealingKey sealingKey() {
        return SealingKeyFile.in(path, environment);
    }

    /** The key that second factors are stored under; made where there is none yet. Refused with a {@code StartUpProblem}. */
    public FactorKey factorKey() {
        return FactorKeyFile.in(path, environment);
    }

    /** Throws everything away, with what engines have kept, and makes the tables anew. Nobody else may be at work. */
    public void startOver() {
        DatabaseAddress login = Objects.requireNonNull(owner, "Only who has opened an installation may throw it away");
        Schemas.drop(login);
        try (Stream<Path> walk = Files.exists(path.resolve(Platform.ENGINES))
                ? Files.walk(path.resolve(Platform.ENGINES))
                : Stream.empty()) {
            for (Path journal :
                    walk.filter(file -> file.toString().endsWith(".journal")).toList()) {
                Files.delete(journal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Schemas.migrate(login);
        database.getHikariPoolMXBean().softEvictConnections();
    }

    /** The platform's clock, as far ahead of the machine's as it was left. */
    public MovableClock clock() {
        return clock;
    }

    public IdSource ids() {
        return ids;
    }

    /** Closes the connections, and stops the database if it is ours. */
    @Override
    public void close() {
        opened.close();
    }
}
