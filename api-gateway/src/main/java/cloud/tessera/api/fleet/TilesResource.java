package cloud.tessera.api.fleet;

import cloud.tessera.api.wire.Window;
import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.fleet.DeviceTiles;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.quota.term.OrganizationId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of a card within a window, in the order of their slots and starts.
 *
 * @param device the card
 * @param window the window
 * @param tiles what holds it
 */
@Serdeable
@Schema(name = "DeviceTiles")
record TilesResource(DeviceResource device, Window window, List<TileResource> tiles) {

    /**
     * One tile: slots x time.
     *
     * @param slotStart the first slot
     * @param slotEnd the slot after the last; beyond the card's own slots for what a card has only once
     * @param start when it begins
     * @param end when it has ended; absent where it has no end yet
     * @param claimId the reservation or allocation; absent for what is the platform's own
     * @param organizationId whose it is; absent for what is the platform's own
     * @param name the name of the reservation or allocation
     * @param state its state
     */
    @Serdeable
    @Schema(name = "Tile")
    record TileResource(
            int slotStart,
            int slotEnd,
            Instant start,
            @Nullable Instant end,
            @Nullable String claimId,
            @Nullable String organizationId,
            @Nullable String name,
            @Nullable String state) {
        static TileResource of(DeviceTiles.Tile tile) {
            OrganizationId organization = tile.organization();
            return new TileResource(
                    tile.slotStart(),
                    tile.slotEnd(),
                    tile.start(),
                    tile.end(),
                    claim(tile),
                    organization == null ? null : organization.text(),
                    tile.name(),
                    tile.state());
        }

        private static @Nullable String claim(DeviceTiles.Tile tile) {
            return switch (tile.kind()) {
                case "reservation" -> new ReservationId(tile.claim()).text();
                case "allocation" -> new AllocationId(tile.claim()).text();
                default -> null;
            };
        }
    }

    static TilesResource of(DeviceTiles found) {
        return new TilesResource(
                DeviceResource.of(found.device()),
                Window.of(found.window()),
                found.tiles().stream().map(TileResource::of).toList());
    }
}
