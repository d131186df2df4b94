package cloud.tessera.api.invoices;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.billing.invoicing.InvoiceLine;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.YearMonth;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of an invoice.
 *
 * @param line counted from 1
 * @param section {@code training}, {@code inference} or {@code credit}
 * @param description in words
 * @param projectId who used it; absent on lines that are not of one project
 * @param reservationId the block that it is for; absent where it is not for one
 * @param sku what
 * @param site where
 * @param usageMonth the month of the use; earlier than the invoice's where the line adjusts an earlier one
 * @param unitSeconds how many of the SKU, times for how many seconds
 * @param billedBefore what earlier invoices charged for the same use
 * @param amount what the line adds to the total
 */
@Serdeable
@Schema(name = "InvoiceLine")
record LineResource(
        int line,
        String section,
        String description,
        @Nullable String projectId,
        @Nullable String reservationId,
        @Nullable String sku,
        @Nullable String site,
        @Nullable String usageMonth,
        long unitSeconds,
        Amount billedBefore,
        Amount amount) {
    static LineResource of(InvoiceLine line) {
        ProjectId project = line.project();
        UUID claim = line.claim();
        YearMonth month = line.usageMonth();
        return new LineResource(
                line.line(),
                line.section().text(),
                line.description(),
                project == null ? null : project.text(),
                claim == null ? null : ClaimName.of(claim, line.section()),
                line.sku(),
                line.site(),
                month == null ? null : month.toString(),
                line.unitSeconds(),
                Amount.of(line.billedBefore()),
                Amount.of(line.amount()));
    }
}
