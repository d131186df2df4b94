package cloud.tessera.api.invoices;

import cloud.tessera.api.request.Versioned;
import cloud.tessera.api.wire.Amount;
import cloud.tessera.api.wire.Window;
import cloud.tessera.billing.invoicing.Invoice;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The invoice of one organization for one month.
 *
 * @param id its id
 * @param number without gaps
 * @param organizationId whose it is
 * @param month the month, such as {@code 2026-03}, in the customer's time zone
 * @param window the same month as instants
 * @param training for blocks
 * @param inference for metered use
 * @param credits what credits paid, zero or below
 * @param tax the tax on it
 * @param total all of it together
 * @param status {@code issued} or {@code paid}
 * @param digest SHA-256 over its lines, in hexadecimal
 * @param issuedAt when it was issued
 * @param dueAt when it is to be paid
 * @param paidAt when it was paid; absent while it is not
 * @param version rises with each change; the number in its ETag
 */
@Serdeable
@Schema(name = "Invoice")
record InvoiceResource(
        String id,
        String number,
        String organizationId,
        String month,
        Window window,
        Amount training,
        Amount inference,
        Amount credits,
        Amount tax,
        Amount total,
        String status,
        String digest,
        Instant issuedAt,
        Instant dueAt,
        @Nullable Instant paidAt,
        int version)
        implements Versioned {
    static InvoiceResource of(Invoice invoice) {
        return new InvoiceResource(
                invoice.id().text(),
                invoice.number(),
                invoice.organization().text(),
                invoice.month().toString(),
                Window.of(invoice.period()),
                Amount.of(invoice.training()),
                Amount.of(invoice.inference()),
                Amount.of(invoice.credits()),
                Amount.of(invoice.tax()),
                Amount.of(invoice.total()),
                invoice.status().text(),
                invoice.digest(),
                invoice.issuedAt(),
                invoice.dueAt(),
                invoice.paidAt(),
                invoice.version());
    }
}
