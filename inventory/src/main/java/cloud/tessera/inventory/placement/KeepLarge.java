package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.SlotRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Keeps large partitions possible. A <i>window</i> is a place where a profile may lie. While nobody holds a slot of it, it is
 * worth its size^1.5; 2.5 times that where some profile smaller than the card can lie nowhere else; and half a unit more for
 * each slot that nothing smaller can use. If it is free again after {@code t}, it is worth exp(-10 t / lease) of that, where
 * {@code lease} is how long claims of the model last in the mean. A place costs what the windows that it covers lose. What
 * has no known end makes its windows worthless, and then this is the plain rule that needs no statistics: keep what is still
 * legal, weighted by size, as large as can be.
 *
 * <p>The figures were found by simulation of the churn of {@code ops/bench placement-mig}, on other seeds than it measures.
 * The optimum is flat: factors from 7 to 20 and exponents from 1.25 to 2 differ by 0.1 points. Cards without partitions,
 * and whole cards, are ranked by {@link BestFit}.
 *
 * @param byLease whether known ends count; without, only what is free in the whole span does
 */
record KeepLarge(boolean byLease) implements Ranking {
    private static final double EXPONENT = 1.5;
    private static final double ONLY_PLACE = 2.5;
    private static final double LAST_USE = 0.5;
    private static final double IMPATIENCE = 10;
    private static final double MICROS = 1e-3; // of a nanosecond

    private static final BestFit OTHERS = new BestFit();
    private static final Map<Geometry.Partitioned, Windows> WINDOWS = new ConcurrentHashMap<>();

    @Override
    public OnHost on(Group.Host host, Question question, CalendarView view) {
        return everywhere(question, view);
    }

    @Override
    public OnHost everywhere(Question question, CalendarView view) {
        if (!(question.model().geometry() instanceof Geometry.Partitioned geometry)
                || question.shape().wholeCards()) {
            return OTHERS.everywhere(question, view);
        }
        Windows windows = windows(geometry);
        double decay = decay(question, view);
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

    /** What the windows lose that nobody holds a slot of; those that somebody holds lose more or nothing. */
    @Override
    public @Nullable IntToDoubleFunction atLeast(Question question, CalendarView view) {
        if (!(question.model().geometry() instanceof Geometry.Partitioned geometry)
                || question.shape().wholeCards()) {
            return OTHERS.atLeast(question, view);
        }
        Windows windows = windows(geometry);
        Profile profile = Pieces.profile(geometry, question.shape());
        Span span = question.span();
        double lost = 1 - worth(span.until(), span, decay(question, view));
        return held -> {
            double least = Double.POSITIVE_INFINITY;
            for (int start : profile.starts()) {
                SlotRange piece = new SlotRange(start, start + profile.size());
                if ((held & bits(piece)) == 0) {
                    least = Math.min(least, lost * free(windows.meeting(piece), held));
                }
            }
            return least;
        };
    }

    private static double free(List<Windows.Window> windows, int held) {
        double value = 0;
        for (Windows.Window window : windows) {
            value += (held & bits(window.slots())) == 0 ? window.value() : 0;
        }
        return value;
    }

    private static int bits(SlotRange slots) {
        return (1 << slots.end()) - (1 << slots.start());
    }

    private static Windows windows(Geometry.Partitioned geometry) {
        return WINDOWS.computeIfAbsent(geometry, each -> Windows.of(each, EXPONENT, ONLY_PLACE, LAST_USE));
    }

    /** By microsecond. */
    private static double decay(Question question, CalendarView view) {
        Duration lease = view.demand().meanLease(question.model().key());
        return IMPATIENCE / (lease.toNanos() * MICROS);
    }

    private double worth(long freeAt, Span span, double decay) {
        if (freeAt <= span.from()) {
            return 1;
        }
        return byLease && freeAt != Span.OPEN ? Math.exp(-decay * (freeAt - span.from())) : 0;
    }
}
