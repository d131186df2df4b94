package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An offer to change a reservation: what it would hold, and what that costs. It binds until it expires and holds nothing.
 *
 * @param contract what it was made for: it does not hold for a reservation that was changed since
 * @param window what the reservation would hold then, with the turnaround at its end
 * @param quotes of the parts that are added
 * @param additional what they cost; charged when it is applied
 * @param worth what had been charged for the parts that are given up
 * @param percent how much of that is refunded, by the {@link CancellationSteps}
 * @param refund that much, as credit
 * @param price of the whole reservation afterwards
 * @param appliedAt when it was applied; null before
 */
public record Amendment(
        AmendmentId id,
        ReservationId reservation,
        OrganizationId organization,
        ProjectId project,
        int contract,
        TimeWindow window,
        int quantity,
        String site,
        List<QuoteId> quotes,
        Money additional,
        Money worth,
        int percent,
        Money refund,
        Money price,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant appliedAt) {
    public Amendment {
        quotes = List.copyOf(quotes);
    }

    /** What it costs more; below zero where more is refunded than added. */
    public Money difference() {
        return additional.minus(refund);
    }
}
