package cloud.tessera.api.reservations;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.inventory.reservation.CancellationQuote;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What cancelling a reservation refunds.
 *
 * @param id its id; send it with the cancellation
 * @param reservationId which reservation
 * @param keptUntil for one that has begun: the end of the window that is kept; absent where all of it is given up
 * @param step of the cancellation steps: {@code held}, {@code just_bought}, {@code three_days}, {@code one_day},
 *     {@code before_start} or {@code running}
 * @param refundPercent how much of the price of what is given up is refunded
 * @param worth what was charged for what is given up
 * @param refund what of it becomes credit
 * @param createdAt when it was said
 * @param expiresAt until when it binds, unless the reservation is changed before
 */
@Serdeable
@Schema(name = "CancellationQuote")
record CancellationQuoteResource(
        String id,
        String reservationId,
        @Nullable Instant keptUntil,
        String step,
        int refundPercent,
        Amount worth,
        Amount refund,
        Instant createdAt,
        Instant expiresAt) {
    static CancellationQuoteResource of(CancellationQuote q) {
        return new CancellationQuoteResource(
                q.id().text(),
                q.reservation().text(),
                q.keptUntil(),
                q.step(),
                q.percent(),
                Amount.of(q.worth()),
                Amount.of(q.refund()),
                q.createdAt(),
                q.expiresAt());
    }
}
