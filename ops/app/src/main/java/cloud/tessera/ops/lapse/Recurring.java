package cloud.tessera.ops.lapse;

import java.time.Duration;
import java.time.Instant;

/**
 * A job that is done at every multiple of an interval since 1970-01-01T00:00Z.
 *
 * @param every at least a second
 * @param work must bear being done again
 */
public record Recurring(String name, Duration every, Runnable work) {
    public Recurring {
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("Too often: " + every);
        }
    }

    /** When it is done first after an instant. */
    Instant after(Instant instant) {
        long length = every.toSeconds();
        return Instant.ofEpochSecond((Math.floorDiv(instant.getEpochSecond(), length) + 1) * length);
    }
}
