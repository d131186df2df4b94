package cloud.tessera.ops.bench;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.ops.platform.Opened;
import cloud.tessera.ops.replay.ReadyAtOnce;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Caller;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How long the product searches in a large and nearly full calendar ({@link FullCalendar}): where a partition of one to three
 * slots lies for 1 to 168 hours, and when 64 whole cards are free in one fabric domain for 24 to 168 hours. Fleet and tiles
 * come from the database as in any process that starts, and the questions go to the same {@link Search} that the doors use.
 */
final class SearchBenchmark implements Benchmark {
    private static final String SITE = "lab";
    private static final List<String> PROFILES = List.of("1g.10gb", "2g.20gb", "3g.40gb");
    private static final UUID NOBODY = new UUID(0, 0);
    private static final Caller JOB = Caller.Job.named("benchmark");
    private static final int WARM_UP = 3_000;
    private static final int GANG_WARM_UP = 500;

    /**
     * The figures, times in microseconds.
     *
     * @param fractionP50Us to find a place for a partition
     * @param gangP50Us to find the earliest start of a gang
     * @param loadS seconds from nothing to a calendar that answers, with what PostgreSQL takes
     * @param memoryMb the heap in use after a full collection, that of the whole process, in units of 1024 x 1024 bytes
     * @param held of all slots of all cards over the days, in percent
     * @param fractionFound questions for which there was a place, in percent
     */
    record Figures(
            @JsonProperty("fraction_p50_us") long fractionP50Us,
            @JsonProperty("fraction_p99_us") long fractionP99Us,
            @JsonProperty("gang_p50_us") long gangP50Us,
            @JsonProperty("gang_p99_us") long gangP99Us,
            @JsonProperty("load_s") BigDecimal loadS,
            @JsonProperty("memory_mb") long memoryMb,
            long devices,
            long occupancies,
            BigDecimal held,
            @JsonProperty("fraction_found") BigDecimal fractionFound,
            @JsonProperty("gang_found") BigDecimal gangFound) {}

    private record Setting(int devices, int occupancies, int days, int questions, long seed, Instant from) {}

    @Override
    public Object measure(Options options, Consumer<String> log) {
        int devices = options.number("devices", 100_000, FullCalendar.CARDS_OF_HOST, 1_000_000);
        int occupancies = options.number("occupancies", 1_000_000, 0, 10_000_000);
        int days = options.number("days", 90, 1, 180);
        int questions = options.number("questions", 5_000, 10, 1_000_000);
        int seed = options.number("seed", 1, 0, Integer.MAX_VALUE);
        options.requireNoOther();
        try {
            Path data = Files.createTempDirectory("tessera-bench");
            try (var opened = Opened.untilTheProcessEnds()) {
                Installation installation = Installation.open(data, Map.of(), opened);
                Instant from = installation
                        .clock()
                        .instant()
                        .truncatedTo(ChronoUnit.HOURS)
                        .plus(1, ChronoUnit.HOURS);
                var setting = new Setting(devices, occupancies, days, questions, seed, from);
                try (var beans = Beans.withoutDoors(
                        installation.database(),
                        installation.clock(),
                        installation.ids(),
                        new ReadyAtOnce(installation.clock()))) {
                    return measure(setting, installation.owner(), beans, log);
                }
            } finally {
                ProductBenchmark.delete(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("The calendar cannot be filled", e);
        }
    }

    private static Figures measure(
            Setting setting, DatabaseAddress owner, ApplicationContext beans, Consumer<String> log)
            throws SQLException {
        log.accept("Importing " + setting.devices + " cards ...");
        byte[] fleet = fleet(setting.devices).getBytes(StandardCharsets.UTF_8);
        beans.getBean(Fleet.class).importYaml(JOB, "fleet.yaml", fleet).orThrow();
        log.accept("Writing " + setting.occupancies + " tiles ...");
        FullCalendar written = fill(setting, owner);
        log.accept("Loading " + written.written() + " tiles ...");
        long begun = System.nanoTime();
        Search search = beans.getBean(Calendar.class).search(JOB);
        BigDecimal load = BigDecimal.valueOf((System.nanoTime() - begun) / 1e9).setScale(1, RoundingMode.HALF_UP);
        long memory = heap() >> 20;
        log.accept("Loaded in " + load + " s, " + memory + " MiB. Asking ...");
        var random = new SplittableRandom(setting.seed + 1);
        Times fractions = times(
                WARM_UP,
                setting.questions,
                () -> fraction(search, setting, random),
                question -> search.find(question).isPresent());
        Instant horizon = setting.from.plus(180, ChronoUnit.DAYS);
        Times gangs = times(
                GANG_WARM_UP,
                setting.questions,
                () -> gang(search, setting, random),
                question -> search.earliest(question, setting.from, horizon).isPresent());
        double all = 8.0 * setting.devices * setting.days * 24;
        return new Figures(
                fractions.micros(50),
                fractions.micros(99),
                gangs.micros(50),
                gangs.micros(99),
                load,
                memory,
                setting.devices,
                written.written(),
                percent(written.slotHours() / all),
                percent(fractions.found),
                percent(gangs.found));
    }

    private static BigDecimal percent(double share) {
        return BigDecimal.valueOf(100 * share).setScale(1, RoundingMode.HALF_UP);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Question fraction(Search search, Setting setting, SplittableRandom random) {
        String profile = PROFILES.get(random.nextInt(PROFILES.size()));
        return question(
                search, Shape.partitions(FullCalendar.MODEL, profile, 1), 1 + random.nextInt(168), setting, random);
    }

    private static Question gang(Search search, Setting setting, SplittableRandom random) {
        Shape shape = new Shape(FullCalendar.MODEL, null, FullCalendar.GANG, true, 0, 0);
        return question(search, shape, 24 + random.nextInt(145), setting, random);
    }

    private static Question question(Search search, Shape shape, int hours, Setting setting, SplittableRandom random) {
        Instant start = setting.from.plus(random.nextInt(setting.days * 24), ChronoUnit.HOURS);
        return search.question(shape, Workload.TRAINING, SITE, start, start.plus(hours, ChronoUnit.HOURS), NOBODY);
    }

    /** How long questions took, sorted, and for which share of them there was an answer. */
    private record Times(long[] nanoseconds, double found) {
        long micros(int percent) {
            return Math.ceilDiv(nanoseconds[(int) ((nanoseconds.length - 1L) * percent / 100)], 1_000);
        }
    }

    private interface Asking {
        Question next();
    }

    private static Times times(int warmUp, int questions, Asking asking, Predicate<Question> search) {
        long[] times = new long[questions];
        int found = 0;
        for (int i = -Math.min(warmUp, questions); i < questions; i++) {
            Question question = asking.next();
            long begun = System.nanoTime();
            boolean answered = search.test(question);
            if (i >= 0) {
                times[i] = System.nanoTime() - begun;
                found += answered ? 1 : 0;
            }
        }
        Arrays.sort(times);
        return new Times(times, (double) found / questions);
    }

    // The fleet and its calendar

    private static String fleet(int devices) {
        int hosts = Math.ceilDiv(devices, FullCalendar.CARDS_OF_HOST);
        StringBuilder fabrics = new StringBuilder();
        StringBuilder members = new StringBuilder();
        for (int first = 0; first < hosts; first += FullCalendar.HOSTS_OF_DOMAIN) {
            int domain = first / FullCalendar.HOSTS_OF_DOMAIN;
            int count = Math.min(FullCalendar.HOSTS_OF_DOMAIN, hosts - first);
            fabrics.append("  - {code: leaf-%d, site: lab, kind: infiniband}\n".formatted(domain));
            members.append("""
                      - {name: "leaf-%d-{nn}", count: %d, pool: lab, fabric: leaf-%d, cpu: 512, memory_gib: 4096, devices: [{model: %s, count: %d}]}
                    """.formatted(domain, count, domain, FullCalendar.MODEL, FullCalendar.CARDS_OF_HOST));
        }
        return """
                format: 1
                sites:
                  - {code: lab, name: Laboratory, kind: core, jurisdiction: FR, latencies: {lab: 1}}
                pools:
                  - {code: lab, site: lab, name: Laboratory, isolation: vm, inference_floor: 0}
                fabric_domains:
                """ + fabrics + "hosts:\n" + members;
    }

    private static FullCalendar fill(Setting setting, DatabaseAddress owner) throws SQLException {
        try (Connection tiles = connection(owner);
                Connection uses = connection(owner)) {
            var tileRows = new CopiedRows(tiles, "inventory.occupancy (claim_id, device_id, slots, during)");
            var useRows = new CopiedRows(uses, "inventory.host_use (claim_id, host, cpu_milli, memory_mib, during)");
            var calendar = new FullCalendar(setting.from, setting.days, setting.seed, tileRows, useRows);
            List<FullCalendar.Host> hosts = hosts(owner);
            for (int first = 0; first < hosts.size(); first += FullCalendar.HOSTS_OF_DOMAIN) {
                int end = Math.min(hosts.size(), first + FullCalendar.HOSTS_OF_DOMAIN);
                long share = (long) setting.occupancies * (end - first) / hosts.size();
                calendar.book(first / FullCalendar.HOSTS_OF_DOMAIN, hosts.subList(first, end), (int) share);
            }
            tileRows.end();
            useRows.end();
            try (var sql = tiles.createStatement()) {
                sql.execute("analyze inventory.occupancy, inventory.host_use");
            }
            return calendar;
        }
    }

    private static List<FullCalendar.Host> hosts(DatabaseAddress owner) throws SQLException {
        Map<Integer, List<Integer>> devices = new LinkedHashMap<>();
        try (Connection connection = connection(owner);
                var sql = connection.createStatement();
                var rows = sql.executeQuery("select host, id from inventory.device order by host, id")) {
            while (rows.next()) {
                devices.computeIfAbsent(rows.getInt(1), _ -> new ArrayList<>()).add(rows.getInt(2));
            }
        }
        return devices.entrySet().stream()
                .map(each -> new FullCalendar.Host(each.getKey(), each.getValue()))
                .toList();
    }

    private static Connection connection(DatabaseAddress owner) throws SQLException {
        return DriverManager.getConnection(owner.url(), owner.user(), owner.password());
    }
}
