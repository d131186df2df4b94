package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.rating.Segment;
import cloud.tessera.quota.term.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over the canonical form of an invoice: UTF-8, a head line, then one line for each line of the invoice and for
 * each of its segments, fields in a fixed order and separated by the unit separator, which no field contains. Same
 * inputs, same bytes: who rates a period again gets this digest again.
 */
final class Digest {
    private static final char SEPARATOR = '\u001f';

    private Digest() {}

    static byte[] of(OrganizationId organization, YearMonth month, List<InvoiceLine> lines) {
        var text = new StringBuilder();
        append(text, "invoice", "1", organization.text(), month);
        for (InvoiceLine line : lines) {
            append(
                    text,
                    "line",
                    line.line(),
                    line.section().text(),
                    line.project(),
                    line.claim(),
                    line.sku(),
                    line.site(),
                    line.usageMonth(),
                    line.description(),
                    line.unitSeconds(),
                    line.billedBefore().text(),
                    line.amount().text());
            for (Segment segment : line.segments()) {
                append(
                        text,
                        "segment",
                        segment.claim(),
                        segment.from(),
                        segment.until(),
                        segment.ratePerHour().stripTrailingZeros().toPlainString(),
                        segment.unitSeconds());
            }
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static void append(StringBuilder text, @Nullable Object... fields) {
        for (Object field : fields) {
            text.append(field == null ? "" : field).append(SEPARATOR);
        }
        text.append('\n');
    }
}
