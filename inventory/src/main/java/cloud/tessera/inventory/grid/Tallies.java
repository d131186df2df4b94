package cloud.tessera.inventory.grid;

import java.util.Arrays;

/**
 * How many cards of each fabric domain nobody holds anything of, in each 16 hours. A gang of whole cards finds no room in a
 * window if they are too few in any 16 hours of it, which is seen without looking at a card. Only domains of some size are
 * counted; of smaller ones the cards are looked at.
 */
final class Tallies {
    /** The nodes of 16 hours. */
    static final int FIRST_NODE = 21;

    static final int HOURS = 16;
    static final int NODES = Era.HOURS / HOURS;

    private static final int LEAST_CARDS = 16;

    private final int[] cards; // of each domain
    private final int[] places; // of each domain among those that are counted, or -1
    private final int counted;
    private volatile State state;

    private record State(long first, int[][] free) {
        /** By place and 16 hours, in an era from the first one on. */
        private int[] era(long number) {
            return free[(int) (number - first)];
        }
    }

    Tallies(Layout layout, long firstEra) {
        cards = new int[layout.domainCount()];
        places = new int[cards.length];
        int next = 0;
        for (int domain = 0; domain < cards.length; domain++) {
            cards[domain] = layout.domains()[domain + 1] - layout.domains()[domain];
            places[domain] = cards[domain] >= LEAST_CARDS ? next++ : -1;
        }
        counted = next;
        int[][] free = new int[Marks.ERAS][];
        Arrays.setAll(free, _ -> allFree());
        state = new State(firstEra, free);
    }

    /** Another era is the first one; in those that come all cards are free. */
    void roll(long firstEra) {
        State before = state;
        int[][] free = new int[Marks.ERAS][];
        Arrays.setAll(free, era -> {
            long at = firstEra + era - before.first;
            return at < free.length ? before.free[(int) at] : allFree();
        });
        state = new State(firstEra, free);
    }

    private int[] allFree() {
        int[] free = new int[counted * NODES];
        for (int domain = 0; domain < cards.length; domain++) {
            if (places[domain] >= 0) {
                Arrays.fill(free, places[domain] * NODES, (places[domain] + 1) * NODES, cards[domain]);
            }
        }
        return free;
    }

    boolean counts(int domain) {
        return places[domain] >= 0;
    }

    /** One card more or less of a domain is free in 16 hours of one of the eras. */
    void change(long era, int domain, int node, int by) {
        state.era(era)[places[domain] * NODES + node] += by;
    }

    /** Whether in each 16 hours that lie inside a window so many cards of a domain are free. */
    boolean mayHave(int domain, int wanted, long from, long until) {
        if (cards[domain] < wanted) {
            return false;
        }
        if (places[domain] < 0) {
            return true;
        }
        State now = state;
        long past = Math.min(Math.floorDiv(until, HOURS), (now.first + Marks.ERAS) * NODES);
        for (long node = Math.max(Math.ceilDiv(from, HOURS), now.first * NODES); node < past; node++) {
            int[] free = now.era(Math.floorDiv(node, NODES));
            if (free[places[domain] * NODES + (int) Math.floorMod(node, (long) NODES)] < wanted) {
                return false;
            }
        }
        return true;
    }
}
