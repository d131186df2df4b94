package cloud.tessera.api.reservations;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.api.wire.Window;
import cloud.tessera.inventory.reservation.Amendment;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An offer to change a reservation. Its price binds until it expires; the capacity is not held.
 *
 * @param id its id
 * @param reservationId which reservation it changes
 * @param window when the reservation would run
 * @param quantity how much it would have
 * @param site where
 * @param additional what is added costs this much, charged when the change is applied
 * @param worth what had been charged for what is given up
 * @param refundPercent how much of that is refunded, by the cancellation steps
 * @param refund that much, as credit
 * @param difference what the change costs: below zero where more is refunded than added
 * @param price of the whole reservation afterwards
 * @param createdAt when it was made
 * @param expiresAt until when it binds
 * @param appliedAt when it was applied; absent before
 */
@Serdeable
@Schema(name = "Amendment")
record AmendmentResource(
        String id,
        String reservationId,
        Window window,
        int quantity,
        String site,
        Amount additional,
        Amount worth,
        int refundPercent,
        Amount refund,
        Amount difference,
        Amount price,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant appliedAt) {
    static AmendmentResource of(Amendment a) {
        return new AmendmentResource(
                a.id().text(),
                a.reservation().text(),
                Window.of(a.window()),
                a.quantity(),
                a.site(),
                Amount.of(a.additional()),
                Amount.of(a.worth()),
                a.percent(),
                Amount.of(a.refund()),
                Amount.of(a.difference()),
                Amount.of(a.price()),
                a.createdAt(),
                a.expiresAt(),
                a.appliedAt());
    }
}
