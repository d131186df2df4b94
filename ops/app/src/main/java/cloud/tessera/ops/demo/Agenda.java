package cloud.tessera.ops.demo;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What is to be done when, in the order of the times; what was entered first goes first at the same time. */
final class Agenda {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
    private long entered;

    /** Something to be done. */
    record Entry(Instant at, long number, Runnable action) {}

    void at(Instant time, Runnable action) {
        entries.add(new Entry(time, ++entered, action));
    }

    /** Takes out the next entry that is not later than an instant; empty where there is none. */
    Optional<Entry> next(Instant until) {
        Entry first = entries.peek();
        return first == null || first.at().isAfter(until) ? Optional.empty() : Optional.of(entries.remove());
    }
}
