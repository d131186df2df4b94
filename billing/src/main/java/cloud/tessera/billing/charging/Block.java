package cloud.tessera.billing.charging;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sold block.
 *
 * @param amount what was charged
 * @param prepaid how much of it credit paid when it was charged
 * @param released how much of it was given back: nothing, or all where it never started
 * @param month the month of the charge, on whose invoice it stands
 * @param recognised how much of it is revenue by now
 * @param stoppedAt where it ended early
 */
public record Block(
        UUID claim,
        QuoteId quote,
        OrganizationId organization,
        ProjectId project,
        String sku,
        String site,
        long quantity,
        Instant start,
        Instant billableUntil,
        Money amount,
        Money prepaid,
        Money released,
        YearMonth month,
        Money recognised,
        @Nullable Instant stoppedAt) {

    /** How many seconds were sold. */
    public long seconds() {
        return Duration.between(start, billableUntil).toSeconds();
    }

    /** Whether it was given back. */
    public boolean isReleased() {
        return released.isPositive();
    }

    /**
     * How much of the amount is earned by an instant: all of it in proportion to the time that has run, rounded half-up
     * each time from the start, so that what is earned between two instants is the difference and all of it adds up to
     * the amount. A block that was stopped is over: nothing more is owed to the customer but credits.
     */
    public Money earnedBy(Instant instant) {
        if (isReleased() || !instant.isAfter(start)) {
            return Money.zero(amount.currency());
        }
        boolean over = !instant.isBefore(billableUntil) || (stoppedAt != null && !instant.isBefore(stoppedAt));
        return over
                ? amount
                : Rating.share(amount, Duration.between(start, instant).toSeconds(), seconds());
    }

    /** For how many seconds it has run by an instant. */
    public long secondsBy(Instant instant) {
        Instant end = stoppedAt == null || stoppedAt.isAfter(billableUntil) ? billableUntil : stoppedAt;
        Instant until = instant.isBefore(end) ? instant : end;
        return isReleased() || !until.isAfter(start)
                ? 0
                : Duration.between(start, until).toSeconds();
    }
}
