package cloud.tessera.api.organizations;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.inventory.reservation.ReservationId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that an organization may spend with us.
 *
 * @param id its id
 * @param organizationId whose it is
 * @param kind {@code prepayment}, {@code promotion}, {@code not_delivered}, {@code refund} or {@code resale}
 * @param reservationId the block that it is for; absent where it is not for one
 * @param amount what was granted
 * @param left what can still be spent
 * @param reason in words
 * @param createdAt when it was granted
 * @param expiresAt when what is left is lost; absent where it is not
 */
@Serdeable
@Schema(name = "Credit")
record CreditResource(
        String id,
        String organizationId,
        String kind,
        @Nullable String reservationId,
        Amount amount,
        Amount left,
        String reason,
        Instant createdAt,
        @Nullable Instant expiresAt) {
    static CreditResource of(CreditGrant grant) {
        UUID claim = grant.claim();
        return new CreditResource(
                grant.id().text(),
                grant.organization().text(),
                grant.kind().text(),
                claim == null ? null : new ReservationId(claim).text(),
                Amount.of(grant.amount()),
                Amount.of(grant.left()),
                grant.reason(),
                grant.createdAt(),
                grant.expiresAt());
    }
}
