package cloud.tessera.inventory.calendar;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Things by their numbers, which a sequence of the database has given out, so that they lie close together: found in one
 * step, where a map takes several and each of them waits for memory. Readers take no lock; writers must exclude one another.
 */
final class ById<T> {
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;

    private volatile @Nullable AtomicReferenceArray<@Nullable T>[] pages = pages(0);

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> @Nullable AtomicReferenceArray<@Nullable T>[] pages(int count) {
        return new AtomicReferenceArray[count];
    }

    /** @param id 0 or more */
    @Nullable
    T get(int id) {
        @Nullable AtomicReferenceArray<@Nullable T>[] known = pages;
        int number = id >>> PAGE_BITS;
        AtomicReferenceArray<@Nullable T> page = number < known.length ? known[number] : null;
        return page == null ? null : page.get(id & PAGE - 1);
    }

    /** Says what was there before. */
    @Nullable
    T put(int id, @Nullable T thing) {
        return page(id >>> PAGE_BITS).getAndSet(id & PAGE - 1, thing);
    }

    private AtomicReferenceArray<@Nullable T> page(int number) {
        @Nullable AtomicReferenceArray<@Nullable T>[] known = pages;
        AtomicReferenceArray<@Nullable T> page = number < known.length ? known[number] : null;
        if (page == null) {
            page = new AtomicReferenceArray<>(PAGE);
            @Nullable
            AtomicReferenceArray<@Nullable T>[] more = Arrays.copyOf(known, Math.max(known.length, number + 1));
            more[number] = page;
            pages = more;
        }
        return page;
    }

    /** Forgets all others. */
    void retain(Set<Integer> ids) {
        @Nullable AtomicReferenceArray<@Nullable T>[] known = pages;
        for (int number = 0; number < known.length; number++) {
            AtomicReferenceArray<@Nullable T> page = known[number];
            for (int at = 0; page != null && at < PAGE; at++) {
                if (!ids.contains(number << PAGE_BITS | at)) {
                    page.set(at, null);
                }
            }
        }
    }
}
