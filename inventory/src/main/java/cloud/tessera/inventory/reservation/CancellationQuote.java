package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a cancellation would refund; it binds until it expires, or until the reservation is changed.
 *
 * @param contract what it was made for
 * @param keptUntil for one that has begun: the end of the window that is kept, a whole UTC hour; null where all of it is
 *     given up
 * @param step of the {@link CancellationSteps}
 * @param worth what was charged for what is given up
 * @param refund what of it becomes credit
 */
public record CancellationQuote(
        CancellationQuoteId id,
        ReservationId reservation,
        OrganizationId organization,
        ProjectId project,
        int contract,
        @Nullable Instant keptUntil,
        String step,
        int percent,
        Money worth,
        Money refund,
        Instant createdAt,
        Instant expiresAt) {}
