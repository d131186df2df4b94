package cloud.tessera.api.invoices;

import cloud.tessera.billing.invoicing.Invoice;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What came of computing an invoice again.
 *
 * @param invoiceId the invoice
 * @param issued the digest of its lines as they were issued: SHA-256, in hexadecimal
 * @param again the digest of the lines as they come out now
 * @param same whether both are one; if not, find out what has changed before the invoice is paid
 */
@Serdeable
@Schema(name = "Rerate")
record RerateResource(String invoiceId, String issued, String again, boolean same) {
    static RerateResource of(Invoice invoice, String again) {
        return new RerateResource(invoice.id().text(), invoice.digest(), again, again.equals(invoice.digest()));
    }
}
