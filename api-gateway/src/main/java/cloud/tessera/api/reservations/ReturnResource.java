package cloud.tessera.api.reservations;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.api.wire.Window;
import cloud.tessera.inventory.reservation.Return;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Hours of a reservation that were returned, or the quote of that.
 *
 * @param id its id; of a quote, send it with the return
 * @param reservationId which reservation
 * @param state {@code quoted}, {@code open}, {@code settled} or {@code withdrawn}
 * @param sku what is returned
 * @param site where
 * @param window whole hours
 * @param quantity how much, all through the window
 * @param whole whether nothing of the reservation is left
 * @param rulesVersion the version of the rules that name the fee
 * @param feePercent what is kept of the proceeds
 * @param worth what was charged for the hours: more never comes back
 * @param listPrice what they cost at list prices when they were quoted
 * @param mostCredit what comes back if all of it is sold at that price
 * @param soldBefore how much of the same we had free all through the window then, which is sold first; counted up to 1000
 * @param unitHours how many unit-hours were returned
 * @param soldUnitHours how many of them were sold
 * @param credited what came back so far, of what was sold and has run
 * @param createdAt when it was quoted
 * @param expiresAt until when the quote binds, unless the reservation is changed before
 * @param acceptedAt when it was returned; absent before
 */
@Serdeable
@Schema(name = "Return")
record ReturnResource(
        String id,
        String reservationId,
        String state,
        String sku,
        String site,
        Window window,
        int quantity,
        boolean whole,
        int rulesVersion,
        int feePercent,
        Amount worth,
        Amount listPrice,
        Amount mostCredit,
        int soldBefore,
        long unitHours,
        long soldUnitHours,
        Amount credited,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant acceptedAt) {
    static ReturnResource of(Return r) {
        return new ReturnResource(
                r.id().text(),
                r.reservation().text(),
                r.state().text(),
                r.shape().sku(),
                r.site(),
                Window.of(r.window()),
                r.shape().quantity(),
                r.whole(),
                r.terms().rules(),
                r.terms().feePercent(),
                Amount.of(r.terms().worth()),
                Amount.of(r.terms().list()),
                Amount.of(r.terms().most()),
                r.terms().ahead(),
                r.unitHours(),
                r.soldHours(),
                Amount.of(r.credited()),
                r.createdAt(),
                r.expiresAt(),
                r.acceptedAt());
    }
}
