package cloud.tessera.inventory.grid;

import org.jspecify.annotations.Nullable;

/**
 * 1024 hours of some cards, as a tree: the whole, its quarters of 256 hours, and so on down to single hours. A node keeps for
 * each card which bits are held in <i>all</i> of its hours by something that was written here and not further down, and
 * which are held in <i>any</i> of them by that or by what was written below. So what lasts long is written in few places,
 * and what is held in a window is read in few. Nodes without a bit take no memory.
 *
 * <p>One thread writes at a time; any number read without a lock. Each cell goes from the old to the new state of its card at
 * once, so that what is free in both is free to a reader in between.
 */
final class Era {
    /** Hours, a power of 4. */
    static final int HOURS = 1024;

    /** A window is made up of fewer nodes than this. */
    static final int MOST_NODES = 32;

    private static final int FANOUT = 4;
    private static final int INNER = 341; // 1 + 4 + 16 + 64 + 256
    private static final int NODES = INNER + HOURS;
    private static final int LANE = 8; // bits of one card in a plane
    private static final long LANE_BITS = 0xff;

    /** Hours since 1970, divided by {@link #HOURS}. */
    final long number;

    private final int planes;
    private final int words;
    private final long[] @Nullable [] all; // by node and plane; words of eight cards each
    private final long[] @Nullable [] any;

    /**
     * @param planes of eight bits for each card
     * @param words eight cards each
     */
    Era(long number, int planes, int words) {
        this.number = number;
        this.planes = planes;
        this.words = words;
        this.all = new long[INNER * planes][];
        this.any = new long[NODES * planes][];
    }

    /** Nodes that make up the hours from a first to a last one, exclusive, as few as possible; how many. */
    static int cover(int from, int until, int[] nodes) {
        int count = 0;
        int hour = from;
        while (hour < until) {
            int size = 1;
            int base = INNER;
            while (hour % (size * FANOUT) == 0 && hour + size * FANOUT <= until) {
                size *= FANOUT;
                base = parent(base);
            }
            nodes[count++] = base + hour / size;
            hour += size;
        }
        return count;
    }

    static int parent(int node) {
        return (node - 1) / FANOUT;
    }

    static boolean leaf(int node) {
        return node >= INNER;
    }

    /** What is held throughout an inner node by what was written there. */
    long @Nullable [] all(int node, int plane) {
        return all[node * planes + plane];
    }

    /** What is held in some hour of a node by what was written there or below. */
    long @Nullable [] any(int node, int plane) {
        return any[node * planes + plane];
    }

    /** Adds bits of one card to a node and to those above it. */
    void add(int node, int card, int mask) {
        if (!leaf(node)) {
            or(all, node, card, mask);
        }
        for (int each = node; ; each = parent(each)) {
            or(any, each, card, mask);
            if (each == 0) {
                return;
            }
        }
    }

    private void or(long[] @Nullable [] rows, int node, int card, int mask) {
        for (int plane = 0; plane < planes; plane++) {
            long bits = mask >>> plane * LANE & LANE_BITS;
            if (bits != 0) {
                row(rows, node * planes + plane)[card / LANE] |= bits << card % LANE * LANE;
            }
        }
    }

    private long[] row(long[] @Nullable [] rows, int at) {
        long[] row = rows[at];
        if (row == null) {
            row = new long[words];
            rows[at] = row;
        }
        return row;
    }

    /** Replaces what is written at a node; inner ones must then be {@linkplain #renew renewed}, the lower ones first. */
    void set(int node, int card, int mask) {
        set(leaf(node) ? any : all, node, card, mask);
    }

    private void set(long[] @Nullable [] rows, int node, int card, int mask) {
        int shift = card % LANE * LANE;
        for (int plane = 0; plane < planes; plane++) {
            long bits = mask >>> plane * LANE & LANE_BITS;
            int at = node * planes + plane;
            long[] row = bits == 0 ? rows[at] : row(rows, at);
            if (row != null) {
                row[card / LANE] = row[card / LANE] & ~(LANE_BITS << shift) | bits << shift;
            }
        }
    }

    /** Works out anew what is held in some hour of an inner node. */
    void renew(int node, int card) {
        int mask = get(all, node, card);
        for (int child = node * FANOUT + 1; child <= node * FANOUT + FANOUT; child++) {
            mask |= get(any, child, card);
        }
        set(any, node, card, mask);
    }

    private int get(long[] @Nullable [] rows, int node, int card) {
        int mask = 0;
        for (int plane = 0; plane < planes; plane++) {
            long[] row = rows[node * planes + plane];
            if (row != null) {
                mask |= (int) (row[card / LANE] >>> card % LANE * LANE & LANE_BITS) << plane * LANE;
            }
        }
        return mask;
    }

    /** What of a card is held in some hour of a node, wherever it was written. */
    int held(int node, int card) {
        int mask = get(any, node, card);
        for (int above = node; above > 0; ) {
            above = parent(above);
            mask |= get(all, above, card);
        }
        return mask;
    }
}
