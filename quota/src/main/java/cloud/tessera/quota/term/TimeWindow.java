package cloud.tessera.quota.term;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A half-open interval of time, {@code [start, end)}, never empty. */
public record TimeWindow(Instant start, Instant end) {
    public TimeWindow {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("A window must end after it starts: " + start + " to " + end);
        }
    }

    /** Its length. */
    public Duration length() {
        return Duration.between(start, end);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    public boolean overlaps(TimeWindow other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    /** Whether both ends lie on whole UTC hours, as training windows must. */
    public boolean onWholeHours() {
        return start.truncatedTo(ChronoUnit.HOURS).equals(start)
                && end.truncatedTo(ChronoUnit.HOURS).equals(end);
    }
}
