package cloud.tessera.inventory.grid;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How what is held of a card becomes bits: one for each slot of its own, or, of a card that is divided freely, as many of 16
 * as it takes for what is held at once. Hours are rounded outwards: one is held if a moment of it is. Slots above the card's
 * own and beyond the sixteenth have no bit; a look at the card decides on them.
 */
record Marking(int slots, boolean levels) {
    static final long HOUR = Duration.ofHours(1).toNanos() / 1000;

    private static final int MOST_BITS = 16;
    private static final int LANE = 8;

    static Marking of(Geometry geometry) {
        return new Marking(geometry.slots(), geometry instanceof Geometry.Fungible);
    }

    int bits() {
        return levels ? MOST_BITS : Math.min(slots, MOST_BITS);
    }

    int planes() {
        return Math.ceilDiv(bits(), LANE);
    }

    /** How many kinds of card there are. */
    int kinds() {
        return levels ? MOST_BITS + 1 : 1 << bits();
    }

    /** A number for what is held. */
    int kind(int mask) {
        return levels ? Integer.bitCount(mask) : mask;
    }

    /** What is surely held of a kind of card: a bit for each slot, or how many thousandths. */
    int held(int kind) {
        return levels && kind > 0 ? (kind - 1) * slots / MOST_BITS + 1 : kind;
    }

    List<Stretch> stretches(Card card) {
        return levels ? ofLevels(card) : ofSlots(card);
    }

    private List<Stretch> ofSlots(Card card) {
        List<Stretch> stretches = new ArrayList<>(card.size());
        for (int i = 0; i < card.size(); i++) {
            int end = Math.min(card.slotEnd(i), bits());
            if (card.slotStart(i) < end) {
                stretches.add(stretch(card.from(i), card.until(i), (1 << end) - (1 << card.slotStart(i))));
            }
        }
        stretches.sort(null);
        return stretches;
    }

    /** The tiles of a card never overlap, so that their sizes add up. */
    private List<Stretch> ofLevels(Card card) {
        long[] moments = new long[2 * card.size()];
        for (int i = 0; i < card.size(); i++) {
            moments[2 * i] = card.from(i);
            moments[2 * i + 1] = card.until(i);
        }
        Arrays.sort(moments);
        int[] rise = new int[moments.length];
        for (int i = 0; i < card.size(); i++) {
            int size = Math.min(card.slotEnd(i), slots) - Math.min(card.slotStart(i), slots);
            rise[first(moments, card.from(i))] += size;
            rise[first(moments, card.until(i))] -= size;
        }
        List<Stretch> stretches = new ArrayList<>();
        int held = 0;
        for (int i = 0; i + 1 < moments.length; i++) {
            held += rise[i];
            if (held > 0 && moments[i] < moments[i + 1]) {
                int level = Math.ceilDiv(held * MOST_BITS, slots);
                stretches.add(stretch(moments[i], moments[i + 1], (1 << level) - 1));
            }
        }
        stretches.sort(null);
        return stretches;
    }

    private static int first(long[] sorted, long moment) {
        int at = Arrays.binarySearch(sorted, moment);
        while (at > 0 && sorted[at - 1] == moment) {
            at--;
        }
        return at;
    }

    private static Stretch stretch(long from, long until, int mask) {
        return new Stretch(
                Math.floorDiv(from, HOUR), until == Span.OPEN ? Long.MAX_VALUE : Math.ceilDiv(until, HOUR), mask);
    }
}
