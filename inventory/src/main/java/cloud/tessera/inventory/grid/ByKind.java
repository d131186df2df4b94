package cloud.tessera.inventory.grid;

import cloud.tessera.inventory.placement.Openings;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Divides cards with room into batches by what is held of them, the most promising first. */
final class ByKind {
    private static final int SOME = 1_024;

    private final PoolGrid pool;
    private final Marking marking;
    private final Fits fits;
    private final int[] counts; // by kind
    private int[] kinds = new int[SOME]; // of each card with room
    private int[] cards = new int[SOME];
    private int size;

    ByKind(PoolGrid pool, Marks.Held held, int from, int to, Fits fits) {
        this.pool = pool;
        this.marking = fits.marking();
        this.fits = fits;
        this.counts = new int[marking.kinds()];
        pool.eachNotFull(held, from, to, this::take);
    }

    private void take(int card, int mask) {
        int kind = marking.kind(mask);
        if (fits.on(card, mask) > 0) {
            if (size == cards.length) {
                kinds = Arrays.copyOf(kinds, 2 * size);
                cards = Arrays.copyOf(cards, 2 * size);
            }
            counts[kind]++;
            kinds[size] = kind;
            cards[size++] = card;
        }
    }

    Openings openings(IntToDoubleFunction atLeast, boolean certain) {
        double[] bounds = new double[counts.length];
        int[] present = IntStream.range(0, counts.length)
                .filter(kind -> counts[kind] > 0)
                .peek(kind -> bounds[kind] = atLeast.applyAsDouble(marking.held(kind)))
                .boxed()
                .sorted((a, b) -> Double.compare(bounds[a], bounds[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] next = new int[counts.length];
        int[] ends = new int[present.length];
        double[] least = new double[present.length];
        int end = 0;
        for (int i = 0; i < present.length; i++) {
            next[present[i]] = end;
            end += counts[present[i]];
            ends[i] = end;
            least[i] = bounds[present[i]];
        }
        int[] sorted = new int[size];
        for (int i = 0; i < size; i++) {
            sorted[next[kinds[i]]++] = cards[i];
        }
        for (int i = 0; i < ends.length; i++) {
            pool.sorted(sorted, i == 0 ? 0 : ends[i - 1], ends[i]);
        }
        return new Openings(
                pool.layout().pool(), sorted, new Openings.Batches(ends, least, certain, PoolGrid.MOST_RANKED));
    }
}
