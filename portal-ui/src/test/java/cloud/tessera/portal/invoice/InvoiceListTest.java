package cloud.tessera.portal.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.portal.part.StateBadge;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InvoiceListTest {
    private static final Instant DUE = Instant.parse("2026-03-15T00:00:00Z");

    @Test
    void an_invoice_is_overdue_once_its_due_date_has_passed_and_it_is_not_paid() {
        assertThat(words(Invoice.Status.ISSUED, DUE)).isEqualTo("To be paid");
        assertThat(words(Invoice.Status.ISSUED, DUE.plusSeconds(1))).isEqualTo("Overdue");
        assertThat(words(Invoice.Status.PAID, DUE.plusSeconds(1))).isEqualTo("Paid");
    }

    private static String words(Invoice.Status status, Instant now) {
        return StateBadge.text(InvoiceList.state(status, DUE, now));
    }
}
