package cloud.tessera.inventory.grid;

import cloud.tessera.inventory.placement.Openings;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Cards with room, as they are found, each with what is held of it. */
final class Candidates {
    private static final int SOME = 1_024;

    private final PoolGrid pool;
    private final Fits fits;
    private int[] masks = new int[SOME];
    private int[] cards = new int[SOME];
    private int size;

    Candidates(PoolGrid pool, Fits fits) {
        this.pool = pool;
        this.fits = fits;
    }

    int size() {
        return size;
    }

    /** Takes those of some cards that have room. */
    Candidates of(Marks.Held held, int from, int to) {
        pool.eachNotFull(held, from, to, fits, (card, mask) -> {
            if (fits.on(card, mask) > 0) {
                if (size == cards.length) {
                    masks = Arrays.copyOf(masks, 2 * size);
                    cards = Arrays.copyOf(cards, 2 * size);
                }
                masks[size] = mask;
                cards[size++] = card;
            }
        });
        return this;
    }

    /** All of them in the order of the pool. */
    Openings inOrder(Supplier<@Nullable Openings> rest) {
        int[] found = pool.sorted(Arrays.copyOf(cards, size), 0, size);
        return new Openings(pool.layout().pool(), found, Openings.Batches.one(size, PoolGrid.MOST_RANKED), rest);
    }

    /** Divided by what is held of them, the most promising first. */
    Openings byKind(IntToDoubleFunction atLeast, boolean certain, Supplier<@Nullable Openings> rest) {
        Marking marking = fits.marking();
        int[] counts = new int[marking.kinds()];
        for (int i = 0; i < size; i++) {
            counts[marking.kind(masks[i])]++;
        }
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
            sorted[next[marking.kind(masks[i])]++] = cards[i];
        }
        for (int i = 0; i < ends.length; i++) {
            pool.sorted(sorted, i == 0 ? 0 : ends[i - 1], ends[i]);
        }
        return new Openings(
                pool.layout().pool(), sorted, new Openings.Batches(ends, least, certain, PoolGrid.MOST_RANKED), rest);
    }
}
