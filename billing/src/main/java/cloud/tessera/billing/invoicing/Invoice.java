package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The invoice of one organization for one month. But for its payment it never changes; what comes late is on the next.
 *
 * @param number without gaps, such as {@code 2026-000017}
 * @param month the billing month in the customer's zone
 * @param period the same month as instants
 * @param credits what credits have paid, zero or below
 * @param total training + inference + credits + tax
 * @param digest SHA-256 over the canonical lines, in hexadecimal
 * @param version rises with each change of status
 */
public record Invoice(
        InvoiceId id,
        String number,
        OrganizationId organization,
        YearMonth month,
        TimeWindow period,
        Money training,
        Money inference,
        Money credits,
        Money tax,
        Money total,
        Status status,
        Customer customer,
        Seller seller,
        String digest,
        Instant issuedAt,
        Instant dueAt,
        @Nullable Instant paidAt,
        int version) {

    /** Where an invoice stands. */
    public enum Status {
        ISSUED,
        PAID;

        /** The name as it is stored and sent. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads {@link #text}; an {@link IllegalArgumentException} says that there is no such status. */
        public static Status of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** The customer as it was when the invoice was issued; times on the invoice are in its zone. */
    public record Customer(String name, String country, ZoneId zone) {}

    /**
     * Who sells, as it must stand on an invoice.
     *
     * @param address line by line
     * @param taxId the number of the tax office
     * @param bank where to pay, line by line
     */
    public record Seller(String name, List<String> address, String taxId, List<String> bank) {}
}
