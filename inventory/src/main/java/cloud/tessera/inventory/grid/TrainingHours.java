package cloud.tessera.inventory.grid;

import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Training;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How many slots of a pool training holds in each hour: at some time of it, and all the time. On whole hours both are the
 * same. One thread writes at a time; any number read without a lock.
 */
final class TrainingHours {
    private static final int HOURS = Marks.ERAS * Era.HOURS;

    private final int slots; // of a card
    /** Published anew after each change, so that whoever reads it sees the change. */
    private volatile State state;

    private record State(long first, int[] some, int[] all, long healthy) {}

    private record Held(long from, long until, int slots) implements Comparable<Held> {
        private static final Comparator<Held> ORDER = Comparator.comparingLong(Held::from)
                .thenComparingLong(Held::until)
                .thenComparingInt(Held::slots);

        @Override
        public int compareTo(Held other) {
            return ORDER.compare(this, other);
        }
    }

    TrainingHours(int slots, long firstEra) {
        this.slots = slots;
        this.state = new State(firstEra * Era.HOURS, new int[HOURS], new int[HOURS], 0);
    }

    void put(@Nullable Card before, Card after) {
        List<Held> gone = before == null ? List.of() : held(before);
        List<Held> come = held(after);
        State now = state;
        Difference.without(gone, come).forEach(each -> add(now, each, -each.slots));
        Difference.without(come, gone).forEach(each -> add(now, each, each.slots));
        long healthy = now.healthy + healthy(after) - (before == null ? 0 : healthy(before));
        state = new State(now.first, now.some, now.all, healthy);
    }

    private long healthy(Card card) {
        return card.healthy() ? slots : 0;
    }

    private List<Held> held(Card card) {
        List<Held> held = new ArrayList<>(card.size());
        for (int i = 0; i < card.size(); i++) {
            int size = Math.min(card.slotEnd(i), slots) - card.slotStart(i);
            if (card.until(i) != Span.OPEN && size > 0) {
                held.add(new Held(card.from(i), card.until(i), size));
            }
        }
        held.sort(null);
        return held;
    }

    private static void add(State to, Held held, int by) {
        add(to.some, to.first, Math.floorDiv(held.from, Marking.HOUR), Math.ceilDiv(held.until, Marking.HOUR), by);
        add(to.all, to.first, Math.ceilDiv(held.from, Marking.HOUR), Math.floorDiv(held.until, Marking.HOUR), by);
    }

    private static void add(int[] to, long first, long from, long until, int by) {
        long end = Math.min(until, first + HOURS);
        for (long hour = Math.max(from, first); hour < end; hour++) {
            to[(int) (hour - first)] += by;
        }
    }

    /** Another era is the first one. */
    void roll(long firstEra, int cards, IntFunction<Card> card) {
        State rolled = new State(firstEra * Era.HOURS, new int[HOURS], new int[HOURS], state.healthy);
        for (int number = 0; number < cards; number++) {
            held(card.apply(number)).forEach(each -> add(rolled, each, each.slots));
        }
        state = rolled;
    }

    /** Null where not all hours of the span are known. */
    @Nullable
    Training in(Span span) {
        State now = state;
        long from = Math.floorDiv(span.from(), Marking.HOUR) - now.first;
        long until = Math.ceilDiv(span.until(), Marking.HOUR) - now.first;
        if (from < 0 || until > HOURS) {
            return null;
        }
        long atMost = most(now.some, from, until);
        long atLeast = most(
                now.all,
                Math.ceilDiv(span.from(), Marking.HOUR) - now.first,
                Math.floorDiv(span.until(), Marking.HOUR) - now.first);
        return new Training(now.healthy, atLeast, atMost);
    }

    private static long most(int[] held, long from, long until) {
        int most = 0;
        for (long hour = from; hour < until; hour++) {
            most = Math.max(most, held[(int) hour]);
        }
        return most;
    }
}
