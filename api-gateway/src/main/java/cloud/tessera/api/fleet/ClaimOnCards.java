package cloud.tessera.api.fleet;

import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.maintenance.InTheWay;
import cloud.tessera.inventory.maintenance.MaintenanceId;
import cloud.tessera.inventory.reservation.ReservationId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holds something of cards.
 *
 * @param id of the reservation, allocation or maintenance window
 * @param kind which of them it is
 * @param name what its owner calls it, or the reason of a window
 * @param organizationId whose it is; absent for the platform's own
 * @param state the claim's state
 * @param start when it begins to hold something of them
 * @param end when it ends doing so; absent where it has no end yet
 * @param cards how many of them
 * @param way how it can be brought away: "rebind" (it has not begun), "move" (it runs and is movable), "give_way" (it is
 *     preemptible), "leaves" (it is leaving already) or "stays" (it runs to its end)
 */
@Serdeable
@Schema(name = "ClaimOnCards")
record ClaimOnCards(
        String id,
        String kind,
        String name,
        @Nullable String organizationId,
        String state,
        Instant start,
        @Nullable Instant end,
        int cards,
        String way) {
    static ClaimOnCards of(InTheWay claim) {
        String id = switch (claim.kind()) {
            case RESERVATION -> new ReservationId(claim.claim()).text();
            case ALLOCATION -> new AllocationId(claim.claim()).text();
            case MAINTENANCE -> new MaintenanceId(claim.claim()).text();
        };
        var organization = claim.organization();
        return new ClaimOnCards(
                id,
                claim.kind().text(),
                claim.name(),
                organization == null ? null : organization.text(),
                claim.state(),
                claim.from(),
                claim.until(),
                claim.cards(),
                claim.way().text());
    }
}
