package cloud.tessera.api.reservations;

import cloud.tessera.api.request.Versioned;
import cloud.tessera.api.wire.Amount;
import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.api.wire.Window;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reservation: accelerators for a fixed window, guaranteed, at a fixed price.
 *
 * @param id its id
 * @param organizationId whose it is
 * @param projectId the project that holds it
 * @param quoteId the quote that it was made from
 * @param name for people
 * @param state {@code held}, {@code payment_pending}, {@code scheduled}, {@code provisioning}, {@code active},
 *     {@code ending}, {@code completed}, {@code expired}, {@code payment_failed}, {@code cancelled} or {@code failed}
 * @param reason why it failed; absent otherwise
 * @param shape what it holds
 * @param sku what prices and invoices call it
 * @param site where
 * @param limits where it may lie, now and after any later move; absent for anywhere
 * @param window when
 * @param billableUntil the end of the time that is charged; the rest of the window is ours, for wipe and health check
 * @param price for all of it, less what was refunded of it
 * @param image what is started
 * @param holdUntil while it is held: when the hold runs out unless it is confirmed
 * @param readyAt when its work was first ready for use
 * @param endedAt when it came to its end
 * @param degraded whether fewer devices run than were sold; the difference is credited
 * @param undeliveredSeconds what was sold and not delivered, credited when it has ended
 * @param cancellationSteps the version of the cancellation steps that it was bought under
 * @param createdBy who made it
 * @param createdAt when
 * @param version rises with each change; the number in its ETag
 */
@Serdeable
@Schema(name = "Reservation")
record ReservationResource(
        String id,
        String organizationId,
        String projectId,
        String quoteId,
        String name,
        String state,
        @Nullable String reason,
        ShapeBody shape,
        String sku,
        String site,
        @Nullable LimitsBody limits,
        Window window,
        Instant billableUntil,
        Amount price,
        String image,
        @Nullable Instant holdUntil,
        @Nullable Instant readyAt,
        @Nullable Instant endedAt,
        boolean degraded,
        long undeliveredSeconds,
        int cancellationSteps,
        String createdBy,
        Instant createdAt,
        int version)
        implements Versioned {
    static ReservationResource of(Reservation r, SiteLimits limits) {
        ReservationState state = r.state();
        return new ReservationResource(
                r.id().text(),
                r.organization().text(),
                r.project().text(),
                r.quote().text(),
                r.name(),
                state.text(),
                state instanceof ReservationState.Failed failed ? failed.reason() : null,
                ShapeBody.of(r.shape()),
                r.shape().sku(),
                r.site(),
                LimitsBody.of(limits),
                Window.of(r.window()),
                r.billableUntil(),
                Amount.of(r.price()),
                r.image(),
                state instanceof ReservationState.Held held ? held.until() : null,
                r.readyAt(),
                state instanceof ReservationState.Over over ? over.at() : null,
                r.degraded(),
                r.undelivered().toSeconds(),
                r.cancellationSteps(),
                r.createdBy(),
                r.createdAt(),
                r.version());
    }
}
