package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A training reservation.
 *
 * @param price what was charged for it, as it was quoted, less what was refunded
 * @param window the sold window, of which the last {@code turnaround} belongs to the platform and is not charged
 * @param readyAt when its work was first ready for use; null before
 * @param degraded whether fewer devices run than were sold; the difference is credited
 * @param undelivered time of the whole block that was sold and not delivered so far, known when it has ended
 * @param createdBy id of the caller who booked it
 * @param confirmedAt when it was bought; null before
 * @param cancellationSteps the version of the {@link CancellationSteps} that it was bought under
 * @param contract how often what was bought has been changed, and one
 * @param version rises with each change; see {@code cancel}
 */
public record Reservation(
        ReservationId id,
        OrganizationId organization,
        ProjectId project,
        QuoteId quote,
        String name,
        Shape shape,
        String site,
        TimeWindow window,
        Duration turnaround,
        Money price,
        String image,
        ReservationState state,
        @Nullable Instant readyAt,
        boolean degraded,
        Duration undelivered,
        String createdBy,
        Instant createdAt,
        @Nullable Instant confirmedAt,
        int cancellationSteps,
        int contract,
        int version) {
    /** The end of the customer's time, where the platform's turnaround begins. */
    public Instant billableUntil() {
        return window.end().minus(turnaround);
    }
}
