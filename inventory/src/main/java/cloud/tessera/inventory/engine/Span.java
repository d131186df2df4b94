package cloud.tessera.inventory.engine;

import java.time.Instant;

/** A stretch of time, {@code [from, to)}, in which a task was ready for use. */
public record Span(Instant from, Instant to) {
    public Span {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("A span must end after it starts: " + from + " to " + to);
        }
    }
}
