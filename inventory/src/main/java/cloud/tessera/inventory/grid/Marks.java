package cloud.tessera.inventory.grid;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is held of the cards of a pool, by the hour, over six {@linkplain Era eras}: that of the present and five to come, which
 * reach beyond the 180 days. Cards are numbered. One thread writes at a time; any number read without a lock.
 */
final class Marks {
    static final int ERAS = 6;

    private static final int LANE = 8;
    private static final int PANEL_WORDS = 256; // of eight cards

    /** Cards whose hours lie together in memory; those of one panel are numbered from a multiple of it on. */
    static final int PANEL = PANEL_WORDS * LANE;

    private final int planes;
    private final int cards;
    /** Published anew after each change, so that whoever reads it sees the change. */
    private volatile State state;

    /** What of the cards from a number on is held in a window: words of eight cards, by plane. */
    record Held(int from, long[][] words) {
        int mask(int card) {
            int mask = 0;
            int at = card - from;
            for (int plane = 0; plane < words.length; plane++) {
                mask |= (int) (words[plane][at / LANE] >>> at % LANE * LANE & 0xff) << plane * LANE;
            }
            return mask;
        }

        /** Whether one of the eight cards that begin with this one has room; if not, they can be passed over. */
        boolean somewhere(int card, Fits fits) {
            return fits.somewhere(words, (card - from) / LANE);
        }
    }

    /** Eras by panel of cards and number, remainder by {@link #ERAS}. */
    private record State(long first, Era[][] eras) {
        private Era era(int panel, long number) {
            return eras[panel][Math.floorMod(number, ERAS)];
        }
    }

    Marks(int planes, int cards, long firstEra) {
        this.planes = planes;
        this.cards = cards;
        Era[][] eras = new Era[Math.ceilDiv(cards, PANEL)][];
        for (int panel = 0; panel < eras.length; panel++) {
            eras[panel] = new Era[ERAS];
            for (long number = firstEra; number < firstEra + ERAS; number++) {
                eras[panel][Math.floorMod(number, ERAS)] = new Era(number, planes, words(panel));
            }
        }
        state = new State(firstEra, eras);
    }

    private int words(int panel) {
        return Math.min(PANEL_WORDS, Math.ceilDiv(cards, LANE) - panel * PANEL_WORDS);
    }

    long firstEra() {
        return state.first;
    }

    Window window(long from, long until) {
        long first = state.first;
        return Window.of(from, until, first, first + ERAS);
    }

    /** Makes another era the first one: those before it are forgotten, and new ones follow, in which nothing is written. */
    void roll(long firstEra) {
        Era[][] eras = new Era[state.eras.length][];
        for (int panel = 0; panel < eras.length; panel++) {
            eras[panel] = state.eras[panel].clone();
            for (long number = firstEra; number < firstEra + ERAS; number++) {
                if (state.era(panel, number).number != number) {
                    eras[panel][Math.floorMod(number, ERAS)] = new Era(number, planes, words(panel));
                }
            }
        }
        state = new State(firstEra, eras);
    }

    /** Whatever is held in some hour of a window, of some cards; a little more or less where it changes meanwhile. */
    Held held(Window window, int from, int to) {
        State now = state;
        int first = from / LANE;
        int past = Math.ceilDiv(to, LANE);
        long[][] sum = new long[planes][past - first];
        for (int panel = first / PANEL_WORDS; panel * PANEL_WORDS < past; panel++) {
            int start = Math.max(first, panel * PANEL_WORDS);
            int end = Math.min(past, (panel + 1) * PANEL_WORDS);
            for (Window.Part part : window.parts()) {
                Era era = now.era(panel, part.era());
                if (era.number == part.era()) {
                    add(era, part, sum, start - first, start - panel * PANEL_WORDS, end - start);
                }
            }
        }
        return new Held(first * LANE, sum);
    }

    private void add(Era era, Window.Part part, long[][] sum, int at, int start, int count) {
        for (int plane = 0; plane < planes; plane++) {
            for (int node : part.any()) {
                add(sum[plane], at, era.any(node, plane), start, count);
            }
            for (int node : part.all()) {
                add(sum[plane], at, era.all(node, plane), start, count);
            }
        }
    }

    private static void add(long[] sum, int at, long @Nullable [] row, int start, int count) {
        if (row != null) {
            for (int i = 0; i < count; i++) {
                sum[at + i] |= row[start + i];
            }
        }
    }

    /** What of a card is held in some hour of a node. */
    int held(long era, int node, int card) {
        Era found = state.era(card / PANEL, era);
        return found.number == era ? found.held(node, card % PANEL) : 0;
    }

    /** Adds stretches to a card in one era. */
    void add(long number, int card, List<Stretch> more) {
        Era era = state.era(card / PANEL, number);
        int[] nodes = new int[Era.MOST_NODES];
        for (Stretch stretch : more) {
            int count = nodes(stretch, number, nodes);
            for (int i = 0; i < count; i++) {
                era.add(nodes[i], card % PANEL, stretch.mask());
            }
        }
        state = new State(state.first, state.eras);
    }

    /** Writes a card anew in one era where it has changed. */
    void change(long number, int card, List<Stretch> changed, List<Stretch> present) {
        Era era = state.era(card / PANEL, number);
        int inPanel = card % PANEL;
        int[] nodes = new int[Era.MOST_NODES];
        BitSet touched = new BitSet();
        for (Stretch stretch : changed) {
            int count = nodes(stretch, number, nodes);
            Arrays.stream(nodes, 0, count).forEach(touched::set);
        }
        int[] masks = new int[touched.length()];
        for (Stretch stretch : present) {
            int count = nodes(stretch, number, nodes);
            for (int i = 0; i < count; i++) {
                if (touched.get(nodes[i])) {
                    masks[nodes[i]] |= stretch.mask();
                }
            }
        }
        touched.stream().forEach(node -> era.set(node, inPanel, masks[node]));
        for (int node = touched.length() - 1; node >= 0; node = touched.previousSetBit(node - 1)) {
            if (!Era.leaf(node)) {
                era.renew(node, inPanel);
            }
            if (node > 0) {
                touched.set(Era.parent(node));
            }
        }
        state = new State(state.first, state.eras);
    }

    /** The nodes of a stretch in one era; how many. */
    private static int nodes(Stretch stretch, long era, int[] nodes) {
        long start = era * Era.HOURS;
        int from = Math.clamp(stretch.from() - start, 0, Era.HOURS);
        int until = Math.clamp(stretch.until() - start, 0, Era.HOURS);
        return from < until ? Era.cover(from, until, nodes) : 0;
    }
}
