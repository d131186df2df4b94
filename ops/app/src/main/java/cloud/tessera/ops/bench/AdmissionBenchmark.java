package cloud.tessera.ops.bench;

import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.ops.platform.Opened;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How many whole bookings the platform takes in a second: many clients of many organizations book parts of the same cards
 * at once, each call one transaction of the product. Next to it what the same server does with single rows in the same
 * run, before and after.
 */
final class AdmissionBenchmark implements Benchmark {
    private static final int WARM_UP_SECONDS = 5;

    /**
     * The figures.
     *
     * @param admissionsPerS bookings that were made
     * @param rawInsertsPerS rows that pgbench inserted
     * @param ratio of the two
     * @param overlaps pairs of tiles that overlap, found by a self-join
     * @param p99Ms of a booking, from the call to the answer after its commit
     * @param refused how many were refused
     */
    record Figures(
            @JsonProperty("admissions_per_s") BigDecimal admissionsPerS,
            @JsonProperty("raw_inserts_per_s") BigDecimal rawInsertsPerS,
            BigDecimal ratio,
            long overlaps,
            @JsonProperty("p99_ms") BigDecimal p99Ms,
            long refused) {}

    @Override
    public Object measure(Options options, Consumer<String> log) {
        int cards = options.number("cards", 1000, 8, 100_000);
        int clients = options.number("clients", 64, 1, 1000);
        int seconds = options.number("seconds", 20, 2, 600);
        int replicas = options.number("replicas", 1, 1, 3);
        int customers = options.number("customers", 256, 1, 1000);
        options.requireNoOther();
        RawInserts.find();
        try {
            Path data = Files.createTempDirectory("tessera-bench");
            try (var opened = Opened.untilTheProcessEnds()) {
                Installation installation = Installation.open(data, Map.of(), opened);
                var raw = new RawInserts(installation.owner(), data, cards);
                log.accept("Opening " + customers + " organizations and " + cards + " cards ...");
                try (var bookings = new Bookings(installation, replicas, cards, customers)) {
                    return measure(installation, bookings, raw, clients, seconds, log);
                }
            } finally {
                ProductBenchmark.delete(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Figures measure(
            Installation installation,
            Bookings bookings,
            RawInserts raw,
            int clients,
            int seconds,
            Consumer<String> log) {
        log.accept("Booking for " + WARM_UP_SECONDS + " s to warm up ...");
        bookings.run(clients, Duration.ofSeconds(WARM_UP_SECONDS));
        log.accept("Single rows for " + seconds / 2 + " s ...");
        double before = raw.perSecond(seconds / 2);
        log.accept(Math.round(before) + " in a second. Booking by " + clients + " clients for " + seconds + " s ...");
        Bookings.Result result = bookings.run(clients, Duration.ofSeconds(seconds));
        double made = result.made() / (result.nanoseconds() / 1e9);
        log.accept(Math.round(made) + " in a second. Single rows for " + seconds / 2 + " s ...");
        double rows = (before + raw.perSecond(seconds / 2)) / 2;
        log.accept("Looking for overlaps ...");
        return new Figures(
                rounded(made, 0),
                rounded(rows, 0),
                rounded(made / rows, 2),
                overlaps(installation),
                rounded(result.p99Nanoseconds() / 1e6, 1),
                result.refused());
    }

    /** By a join that uses no more of the constraint than its index. */
    private static long overlaps(Installation installation) {
        DatabaseAddress owner = installation.owner();
        try (Connection connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                var sql = connection.createStatement();
                var found = sql.executeQuery("""
                        select count(*) from inventory.occupancy a join inventory.occupancy b
                          on a.device_id = b.device_id and a.slots && b.slots and a.during && b.during
                         and (a.tableoid, a.ctid) < (b.tableoid, b.ctid)""")) {
            found.next();
            return found.getLong(1);
        } catch (SQLException e) {
            throw new StartUpProblem(Kind.SOFTWARE, "Overlaps cannot be counted: " + e.getMessage(), e);
        }
    }

    private static BigDecimal rounded(double value, int digits) {
        return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    }
}
