package cloud.tessera.api.usage;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.billing.invoicing.UsageDay;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;

/**
 * What a project used of a SKU at a site on one day, and what it cost. The costs of days add up to the cost of the whole
 * interval that was asked for.
 *
 * @param date the day, in the organization's time zone
 * @param workload {@code training} or {@code inference}
 * @param projectId who used it
 * @param sku what
 * @param site where
 * @param unitSeconds how many of the SKU, times for how many seconds
 * @param cost what that costs
 */
@Serdeable
@Schema(name = "UsageDay")
record UsageDayResource(
        LocalDate date, String workload, String projectId, String sku, String site, long unitSeconds, Amount cost) {
    static UsageDayResource of(UsageDay day) {
        return new UsageDayResource(
                day.date(),
                day.workload().text(),
                day.project().text(),
                day.sku(),
                day.site(),
                day.unitSeconds(),
                Amount.of(day.cost()));
    }
}
