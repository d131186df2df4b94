package cloud.tessera.inventory.placement;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time as the index counts it: microseconds since 1970, half-open, with or without an end.
 *
 * @param until exclusive; {@link #OPEN} without an end
 */
public record Span(long from, long until) {
    /** Later than any end. */
    public static final long OPEN = Long.MAX_VALUE;

    public Span {
        if (from >= until) {
            throw new IllegalArgumentException("A span must end after it starts");
        }
    }

    public static Span of(Instant from, @Nullable Instant until) {
        return new Span(micros(from), until == null ? OPEN : micros(until));
    }

    /** What PostgreSQL keeps of an instant; the rest is cut off. */
    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
