package cloud.tessera.api.capacity;

import cloud.tessera.billing.pricing.Price;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A price.
 *
 * @param sku what it is for
 * @param workload {@code training} or {@code inference}
 * @param site where it holds; {@code *} wherever no site has a price of its own
 * @param ratePerHour for one, for one hour, exact
 * @param currency ISO 4217
 * @param from since when it holds
 * @param until when it ends; absent while no later price is known
 * @param source where the figure comes from, or {@code example}
 */
@Serdeable
@Schema(name = "Price")
record PriceResource(
        String sku,
        String workload,
        String site,
        @Schema(example = "2.49") String ratePerHour,
        String currency,
        Instant from,
        @Nullable Instant until,
        String source) {
    static PriceResource of(Price price) {
        return new PriceResource(
                price.sku(),
                price.workload().text(),
                price.site(),
                price.ratePerHour().toPlainString(),
                price.currency().getCurrencyCode(),
                price.from(),
                price.until(),
                price.source());
    }
}
