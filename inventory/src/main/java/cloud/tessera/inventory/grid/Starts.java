package cloud.tessera.inventory.grid;

import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import java.util.OptionalLong;

/**
 * Looks for whole hours at which a question may find room in a pool. Windows that begin shortly after one another have most
 * of their hours in common. If there is no room in these, there is none in any of the windows, so that many hours are
 * passed over by one look.
 */
final class Starts {
    private static final int FASTER = 4;
    private static final int SOME_CARDS = 2_048;

    private final PoolGrid pool;
    private final Fits fits;
    private final boolean together;
    private final int wanted;
    private final long length; // hours that surely lie inside

    Starts(PoolGrid pool, Question question) {
        Span span = question.span();
        this.pool = pool;
        this.fits = pool.fits(question);
        this.together = question.together();
        this.wanted = question.shape().pieces();
        this.length = Math.floorDiv(span.until() - span.from(), Marking.HOUR);
    }

    /** The first start from an hour to a last one. */
    OptionalLong next(long from, long last) {
        long start = from;
        long step = 1;
        while (start <= last) {
            long width = Math.min(step, last - start + 1);
            if (!mayFit(start + width - 1, start + length)) {
                start += width;
                step = faster(width);
            } else if (width == 1) {
                return OptionalLong.of(start);
            } else {
                step = Math.max(1, width / FASTER);
            }
        }
        return OptionalLong.empty();
    }

    /** The last start from an hour back to a first one. */
    OptionalLong previous(long from, long first) {
        long start = from;
        long step = 1;
        while (start >= first) {
            long width = Math.min(step, start - first + 1);
            if (!mayFit(start, start - width + 1 + length)) {
                start -= width;
                step = faster(width);
            } else if (width == 1) {
                return OptionalLong.of(start);
            } else {
                step = Math.max(1, width / FASTER);
            }
        }
        return OptionalLong.empty();
    }

    /** Windows so close that half of their hours are common. */
    private long faster(long step) {
        return Math.clamp(step * FASTER, 1, Math.max(1, length / 2));
    }

    private boolean mayFit(long from, long until) {
        if (length == 0) {
            return true; // no whole hour is inside
        }
        Window window = pool.window(from, until);
        return together ? oneDomain(window, from, until) : everywhere(window);
    }

    private boolean everywhere(Window window) {
        int cards = pool.layout().cards();
        int pieces = 0;
        for (int card = 0; card < cards && pieces < wanted; card += SOME_CARDS) {
            int end = Math.min(cards, card + SOME_CARDS);
            pieces += pool.pieces(pool.held(window, card, end), card, end, fits, wanted - pieces);
        }
        return pieces >= wanted;
    }

    private boolean oneDomain(Window window, long from, long until) {
        int[] domains = pool.layout().domains();
        for (int domain = 0; domain + 1 < domains.length; domain++) {
            int first = domains[domain];
            int past = domains[domain + 1];
            if ((!fits.whole() || pool.mayHave(domain, wanted, from, until))
                    && pool.pieces(pool.held(window, first, past), first, past, fits, wanted) >= wanted) {
                return true;
            }
        }
        return false;
    }
}
