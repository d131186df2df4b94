package cloud.tessera.inventory.matching;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shape at a site that does what is wanted.
 *
 * @param shape what to ask for
 * @param copies how many times to ask for it, where one copy of the work takes several cards; 1 otherwise
 * @param workload what to ask for it as
 * @param perSecond of all copies together, in the task's unit; null where the speed is not known
 * @param hours how long it takes: of a training window in whole hours with the platform's turnaround, of an allocation
 *     rounded up; null where no amount is given
 * @param price for all copies, by {@code basis}, from the price book; an estimate, and no offer
 * @param freeNow whether all of it is free now, or for training from the next whole hour
 * @param earliest when it is free, as far as is known; null where it is free now, or not within the horizon
 * @param reasons why it will do, in words
 */
public record Match(
        Shape shape,
        int copies,
        String site,
        Workload workload,
        @Nullable BigDecimal perSecond,
        @Nullable Integer hours,
        BigDecimal price,
        Currency currency,
        Basis basis,
        boolean freeNow,
        @Nullable Instant earliest,
        List<String> reasons) {
    public Match {
        reasons = List.copyOf(reasons);
    }

    /** What a price is for. */
    public enum Basis {
        /** The whole amount. */
        JOB,
        /** One hour at the speed that is wanted, or at any where none is or it is not known. */
        HOUR,
        /** A million of the task's unit: what makes fast and slow shapes comparable where no speed is wanted. */
        MILLION;

        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
