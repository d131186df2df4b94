package cloud.tessera.billing.invoicing;

import cloud.tessera.quota.term.TypedId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an invoice as CSV. Names that a spreadsheet would take for a formula are preceded by an apostrophe. Ids are
 * those of the API; a block's times are in the zone of the customer, which stands behind them.
 */
final class InvoiceCsv {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader(
                    "invoice",
                    "month",
                    "line",
                    "section",
                    "project_id",
                    "project",
                    "claim_id",
                    "sku",
                    "site",
                    "usage_month",
                    "description",
                    "unit_seconds",
                    "billed_before",
                    "amount",
                    "currency")
            .get();

    private InvoiceCsv() {}

    static String of(Invoice invoice, List<InvoiceLine> lines) {
        var text = new StringBuilder();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            for (InvoiceLine line : lines) {
                csv.printRecord(
                        invoice.number(),
                        invoice.month(),
                        line.line(),
                        line.section().text(),
                        line.project(),
                        safe(line.projectName()),
                        claim(line.claim()),
                        safe(line.sku()),
                        safe(line.site()),
                        line.usageMonth(),
                        safe(described(invoice, line)),
                        line.unitSeconds(),
                        line.billedBefore().decimal().toPlainString(),
                        line.amount().decimal().toPlainString(),
                        line.amount().currency().getCurrencyCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return text.toString();
    }

    /** What a claim that has a line of its own is called: only blocks have one, and a block is a reservation. */
    private record Reservation(UUID value) implements TypedId {
        @Override
        public String prefix() {
            return "rsv";
        }
    }

    private static @Nullable String claim(@Nullable UUID claim) {
        return claim == null ? null : new Reservation(claim).text();
    }

    /** The stored text names no zone, and is part of the digest: what was issued must not change. */
    private static String described(Invoice invoice, InvoiceLine line) {
        return line.section() == Section.TRAINING
                ? line.description() + " (" + invoice.customer().zone() + ")"
                : line.description();
    }

    private static @Nullable String safe(@Nullable String text) {
        return text == null || text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }
}
