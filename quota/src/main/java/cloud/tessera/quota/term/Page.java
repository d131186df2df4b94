package cloud.tessera.quota.term;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first.
 *
 * @param next where the next part begins, to be given back as {@link Request#after}; null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {
    /** The most items of one page. */
    public static final int MOST = 200;

    /**
     * Which part is wanted.
     *
     * @param limit 1 to 200
     * @param after a cursor from an earlier page, opaque to callers; null for the first page
     */
    public record Request(int limit, @Nullable String after) {
        public Request {
            if (limit < 1 || limit > MOST) {
                throw Refusal.invalid("invalid_limit", "A page has 1 to " + MOST + " items.", "limit")
                        .asException();
            }
        }

        public static Request first(int limit) {
            return new Request(limit, null);
        }
    }

    /**
     * Makes a page from one row more than was asked for, which tells whether there is a next one.
     *
     * @param cursor the cursor that continues after an item
     */
    public static <T> Page<T> of(List<T> oneMore, Request request, Function<T, String> cursor) {
        if (oneMore.size() <= request.limit()) {
            return new Page<>(List.copyOf(oneMore), null);
        }
        List<T> items = List.copyOf(oneMore.subList(0, request.limit()));
        return new Page<>(items, cursor.apply(items.getLast()));
    }

    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), next);
    }
}
