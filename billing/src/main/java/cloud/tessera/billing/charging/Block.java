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
 * A sold block. Invoices show it as it was sold; what it earns follows what is left of it.
 *
 * @param claim its own id: that of the claim it was sold for, or of the change that added it to one
 * @param soldFor the claim it was sold for
 * @param amount what was charged
 * @param prepaid how much of it credit paid when it was charged
 * @param released how much of it was given back: nothing, or all where it never started
 * @param refunded what was credited for the parts of it that its customer gave up
 * @param returned what was charged for the parts of it that its customer returned for resale ({@link Consignments})
 * @param left what is left of it after that; as it was sold where nothing was given up
 * @param month the month of the charge, on whose invoice it stands
 * @param recognised how much of it is revenue by now
 * @param stoppedAt where it ended early
 */
public record Block(
        UUID claim,
        UUID soldFor,
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
        Money refunded,
        Money returned,
        Extent left,
        YearMonth month,
        Money recognised,
        @Nullable Instant stoppedAt) {

    /**
     * Units over a time.
     *
     * @param quantity units; with none of them it is nothing
     */
    public record Extent(Instant start, Instant until, long quantity) {
        public boolean isEmpty() {
            return quantity == 0 || !start.isBefore(until);
        }

        /** Its length in seconds. */
        public long seconds() {
            return isEmpty() ? 0 : Duration.between(start, until).toSeconds();
        }

        long unitSeconds() {
            return Math.multiplyExact(quantity, seconds());
        }

        /** What of it lies within another. */
        Extent within(Extent other) {
            Instant from = start.isBefore(other.start) ? other.start : start;
            Instant to = until.isAfter(other.until) ? other.until : until;
            return other.isEmpty() || !from.isBefore(to)
                    ? new Extent(start, until, 0)
                    : new Extent(from, to, Math.min(quantity, other.quantity));
        }
    }

    /** How many seconds were sold. */
    public long seconds() {
        return Duration.between(start, billableUntil).toSeconds();
    }

    /** Whether it was given back. */
    public boolean isReleased() {
        return released.isPositive();
    }

    /** What is kept of the amount. */
    public Money kept() {
        return amount.minus(released).minus(refunded).minus(returned);
    }

    /** What a part of it cost: the amount in proportion to its unit-seconds, half-up. */
    public Money worth(Extent part) {
        return isReleased() || part.isEmpty()
                ? Money.zero(amount.currency())
                : Rating.share(amount, part.unitSeconds(), Math.multiplyExact(quantity, seconds()));
    }

    /**
     * How much of what is kept is earned by an instant: all of it in proportion to the time that has run, rounded half-up
     * each time from the start, so that what is earned between two instants is the difference and all of it adds up to
     * what is kept. A block that was stopped, or of which nothing is left, is over when it would have started or is
     * stopped: nothing more is owed to the customer but credits.
     */
    public Money earnedBy(Instant instant) {
        if (isReleased() || !instant.isAfter(start)) {
            return Money.zero(amount.currency());
        }
        if (left.isEmpty() || !instant.isBefore(left.until()) || (stoppedAt != null && !instant.isBefore(stoppedAt))) {
            return kept();
        }
        return instant.isAfter(left.start())
                ? Rating.share(kept(), Duration.between(left.start(), instant).toSeconds(), left.seconds())
                : Money.zero(amount.currency());
    }

    /** For how many seconds it has run by an instant. */
    public long secondsBy(Instant instant) {
        Instant end = stoppedAt == null || stoppedAt.isAfter(left.until()) ? left.until() : stoppedAt;
        Instant until = instant.isBefore(end) ? instant : end;
        return isReleased() || left.isEmpty() || !until.isAfter(left.start())
                ? 0
                : Duration.between(left.start(), until).toSeconds();
    }

    /** Whether some of it is still to come at an instant. */
    boolean runsAfter(Instant at) {
        return !isReleased() && stoppedAt == null && !left.isEmpty() && at.isBefore(left.until());
    }
}
