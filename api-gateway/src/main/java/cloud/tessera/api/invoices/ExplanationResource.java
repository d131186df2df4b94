package cloud.tessera.api.invoices;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.billing.invoicing.InvoiceLine;
import cloud.tessera.billing.invoicing.Section;
import cloud.tessera.billing.rating.Segment;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/**
 * How the amount of a line came about, so that anyone can compute it again.
 *
 * @param line the line
 * @param amount what it adds to the total
 * @param billedBefore what earlier invoices charged for the same use
 * @param exact the sum over the segments of unit-seconds x rate per hour / 3600 before any rounding, to 12 decimals
 * @param method how the exact sum becomes the amount, in words
 * @param segments the stretches of use at one rate that it was computed from, as they were stored with the invoice
 */
@Serdeable
@Schema(name = "LineExplanation")
record ExplanationResource(
        int line, Amount amount, Amount billedBefore, String exact, String method, List<SegmentResource> segments) {
    private static final BigDecimal SECONDS_OF_AN_HOUR = BigDecimal.valueOf(3600);
    private static final int DECIMALS = 12;
    private static final String METHOD =
            "The exact sums of the lines that are rated together are added, their total is rounded "
                    + "once, half-up, to the smallest unit of the currency, and each line gets the whole units that are in it; "
                    + "what is left goes, one unit each, to the lines with the largest remainders. What was billed before is "
                    + "taken off.";

    /**
     * A stretch of use at one rate.
     *
     * @param claimId the reservation or allocation
     * @param from its first second
     * @param until the second after its last
     * @param ratePerHour for one of the SKU
     * @param unitSeconds how many of the SKU, times for how many seconds
     */
    @Serdeable
    @Schema(name = "Segment")
    record SegmentResource(String claimId, Instant from, Instant until, String ratePerHour, long unitSeconds) {}

    static ExplanationResource of(InvoiceLine line) {
        return new ExplanationResource(
                line.line(),
                Amount.of(line.amount()),
                Amount.of(line.billedBefore()),
                exact(line.segments()),
                METHOD,
                line.segments().stream().map(s -> segment(s, line.section())).toList());
    }

    private static SegmentResource segment(Segment segment, Section section) {
        return new SegmentResource(
                ClaimName.of(segment.claim(), section),
                segment.from(),
                segment.until(),
                segment.ratePerHour().toPlainString(),
                segment.unitSeconds());
    }

    private static String exact(List<Segment> segments) {
        return segments.stream()
                .map(s -> s.ratePerHour().multiply(BigDecimal.valueOf(s.unitSeconds())))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(SECONDS_OF_AN_HOUR, DECIMALS, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
