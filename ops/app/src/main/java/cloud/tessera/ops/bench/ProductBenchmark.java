package cloud.tessera.ops.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a newcomer waits for and what an idle platform takes, measured by really running {@code ops/run} in a directory
 * of its own: the first start, which makes the demo, and a second start on the same data.
 */
final class ProductBenchmark implements Benchmark {
    private static final Duration FIRST_START = Duration.ofMinutes(10);
    private static final Duration SECOND_START = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofSeconds(30);

    /**
     * The figures.
     *
     * @param readyMs from the command of the second start to the first answer that says ready
     * @param rssMb resident memory of the Java process after half a minute without requests, PostgreSQL aside, in units of
     *     1024 x 1024 bytes
     * @param firstStartS from the command of the first start to the first answer that says ready
     */
    record Figures(
            @JsonProperty("ready_ms") long readyMs,
            @JsonProperty("rss_mb") long rssMb,
            @JsonProperty("first_start_s") BigDecimal firstStartS) {}

    @Override
    public Object measure(Options options, Consumer<String> log) {
        options.requireNoOther();
        try {
            Path data = Files.createTempDirectory("tessera-bench");
            try {
                return measure(data, log);
            } finally {
                delete(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Figures measure(Path data, Consumer<String> log) {
        Duration first;
        log.accept("First start, on a new data directory ...");
        try (var platform = RunningPlatform.start(data)) {
            first = platform.awaitReady(FIRST_START);
        }
        log.accept("Ready after " + first.toMillis() + " ms. Second start, on the same data ...");
        try (var platform = RunningPlatform.start(data)) {
            Duration second = platform.awaitReady(SECOND_START);
            log.accept("Ready after " + second.toMillis() + " ms. Idle for " + IDLE.toSeconds() + " s ...");
            platform.leaveAlone(IDLE);
            return new Figures(
                    second.toMillis(),
                    platform.residentBytes() >> 20,
                    BigDecimal.valueOf(first.toMillis(), 3).setScale(1, RoundingMode.HALF_UP));
        }
    }

    static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
