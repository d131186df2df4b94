package cloud.tessera.ops.demo;

import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.engine.Engines;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.testing.TestDatabase;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;

/** A database of its own in which a demo can be lived through, with simulated engines alone. */
final class DemoWorld implements AutoCloseable {
    private final Engines engines;
    private final HikariDataSource database;
    private final ApplicationContext beans;

    DemoWorld(Path directory, Instant start, long seed) {
        MovableClock clock = MovableClock.standingAt(start);
        engines = new Engines(clock, directory, seed, 0, false);
        database = pool(TestDatabase.fresh().application());
        beans = Beans.withoutDoors(database, clock, new IdSource(clock, new SplittableRandom(seed)), engines);
    }

    private static HikariDataSource pool(DatabaseAddress address) {
        var config = new HikariConfig();
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    /** Makes a history up to an instant. Real processes take real time, which differs from run to run: there are none. */
    void live(long seed, Instant until) {
        beans.getBean(DemoHistory.class).make(seed, until, _ -> {});
    }

    ApplicationContext beans() {
        return beans;
    }

    @Override
    public void close() {
        beans.close();
        database.close();
        engines.close();
    }
}
