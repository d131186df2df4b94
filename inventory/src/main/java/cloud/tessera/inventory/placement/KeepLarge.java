package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps large partitions possible. A <i>window</i> is a place where a profile may lie; it is worth size^1.5 while nobody
 * holds a slot of it, and exp(-7 t / lease) of that if it is free again after {@code t}, where {@code lease} is how long
 * claims of the model last in the mean. A place costs what the windows that it covers lose. Windows count once for each
 * profile that can use them, so that a half which two profiles can take is kept rather than one that serves a single one.
 * What has no known end makes its windows worthless, and then this is the plain rule that needs no statistics: keep the sum
 * over the windows that are still legal as large as can be.
 *
 * <p>The exponent, the factor 7 and the counting by profile were found by simulation of the churn of {@code ops/bench
 * placement-mig}; the optimum is flat: exponents from 1.25 to 2 and factors from 5 to 10 differ by 0.1 points. Cards
 * without partitions, and whole cards, are ranked by {@link BestFit}.
 *
 * @param byLease whether known ends count; without, only what is free in the whole span does
 */
record KeepLarge(boolean byLease) implements Ranking {
    private static final double EXPONENT = 1.5;
    private static final double IMPATIENCE = 7;
    private static final double MICROS = 1e-3; // of a nanosecond

    private static final BestFit OTHERS = new BestFit();
    private static final Map<Geometry.Partitioned, Windows> WINDOWS = new ConcurrentHashMap<>();

    @Override
    public OnHost on(Group.Host host, Question question, CalendarView view) {
        if (!(question.model().geometry() instanceof Geometry.Partitioned geometry)
                || question.shape().wholeCards()) {
            return OTHERS.on(host, question, view);
        }
        Windows windows = WINDOWS.computeIfAbsent(geometry, each -> Windows.of(each, EXPONENT));
        Duration lease = view.demand().meanLease(question.model().key());
        double decay = IMPATIENCE / (lease.toNanos() * MICROS);
        Span span = question.span();
        return (card, piece) -> {
            long[] held = card.heldUntil(geometry.slots(), span);
            double lost = 0;
            for (Windows.Window window : windows.meeting(piece.getFirst())) {
                double before = worth(window.freeAt(held), span, decay);
                double after = Math.min(before, worth(span.until(), span, decay));
                lost += window.value() * (before - after);
            }
            return lost;
        };
    }

    private double worth(long freeAt, Span span, double decay) {
        if (freeAt <= span.from()) {
            return 1;
        }
        return byLease && freeAt != Span.OPEN ? Math.exp(-decay * (freeAt - span.from())) : 0;
    }
}
