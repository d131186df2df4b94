package cloud.tessera.ops.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How long training jobs of one hour and more took, in whole hours rounded up, at most 168: the runtimes of Microsoft's
 * Philly trace as they lie beside Alibaba's cluster-trace-gpu-v2020, counted.
 */
public final class TrainingDurations {
    private static final String FILE = "/bench/training-durations.csv";

    private final NavigableMap<Long, Integer> hoursByRank;
    private final long jobs;
    private final double mean;

    private TrainingDurations(Map<Integer, Long> jobsByHours) {
        hoursByRank = new TreeMap<>();
        long counted = 0;
        double hours = 0;
        for (Map.Entry<Integer, Long> each : jobsByHours.entrySet()) {
            hoursByRank.put(counted, each.getKey());
            counted += each.getValue();
            hours += (double) each.getKey() * each.getValue();
        }
        jobs = counted;
        mean = hours / counted;
    }

    /** Reads what ships. */
    public static TrainingDurations shipped() {
        Map<Integer, Long> jobsByHours = new TreeMap<>();
        try (InputStream file = Objects.requireNonNull(TrainingDurations.class.getResourceAsStream(FILE));
                var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines().skip(1).forEach(line -> {
                String[] cells = line.split(",", -1);
                jobsByHours.put(Integer.valueOf(cells[0]), Long.valueOf(cells[1]));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TrainingDurations(jobsByHours);
    }

    /** The mean in hours. */
    public double mean() {
        return mean;
    }

    /** One of them: the hours at a place from 0 (inclusive) to 1 (exclusive) in the order of their lengths. */
    public int at(double place) {
        return hoursByRank.floorEntry((long) (place * jobs)).getValue();
    }
}
