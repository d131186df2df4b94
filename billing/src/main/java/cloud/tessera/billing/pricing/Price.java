package cloud.tessera.billing.pricing;

import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * A price as it stands in the book.
 *
 * @param site where it holds; {@code *} wherever no site has its own price
 * @param from a whole UTC hour
 * @param until a whole UTC hour, or null: until a later price follows
 * @param ratePerHour for one unit of the SKU, in major units, at most ten decimals
 * @param source where the figure comes from, or {@code example}
 */
public record Price(
        String sku,
        Workload workload,
        String site,
        Currency currency,
        Instant from,
        @Nullable Instant until,
        BigDecimal ratePerHour,
        String source) {}
