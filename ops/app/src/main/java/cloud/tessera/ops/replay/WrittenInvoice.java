package cloud.tessera.ops.replay;

import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.InvoiceLine;
import cloud.tessera.billing.money.Money;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An invoice as the replay writes it down: amounts as decimals in text, so that no reader takes them for floating point. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record WrittenInvoice(
        String id,
        String number,
        String organization,
        String month,
        Instant periodStart,
        Instant periodEnd,
        String currency,
        String training,
        String inference,
        String credits,
        String tax,
        String total,
        String digest,
        Instant issuedAt,
        List<WrittenLine> lines) {

    /** One line of it. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WrittenLine(
            int line,
            String section,
            @Nullable String sku,
            @Nullable String site,
            @Nullable String usageMonth,
            String description,
            long unitSeconds,
            String amount) {
        static WrittenLine of(InvoiceLine line) {
            return new WrittenLine(
                    line.line(),
                    line.section().text(),
                    line.sku(),
                    line.site(),
                    line.usageMonth() == null ? null : line.usageMonth().toString(),
                    line.description(),
                    line.unitSeconds(),
                    decimal(line.amount()));
        }
    }

    static WrittenInvoice of(Invoice invoice, String organization, List<InvoiceLine> lines) {
        return new WrittenInvoice(
                invoice.id().text(),
                invoice.number(),
                organization,
                invoice.month().toString(),
                invoice.period().start(),
                invoice.period().end(),
                invoice.total().currency().getCurrencyCode(),
                decimal(invoice.training()),
                decimal(invoice.inference()),
                decimal(invoice.credits()),
                decimal(invoice.tax()),
                decimal(invoice.total()),
                invoice.digest(),
                invoice.issuedAt(),
                lines.stream().map(WrittenLine::of).toList());
    }

    private static String decimal(Money money) {
        return money.decimal().toPlainString();
    }
}
