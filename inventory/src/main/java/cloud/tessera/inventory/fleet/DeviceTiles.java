package cloud.tessera.inventory.fleet;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tiles of a card within a window, in the order of their slots and starts. */
public record DeviceTiles(DeviceView device, TimeWindow window, List<Tile> tiles) {

    /**
     * One tile.
     *
     * @param slotStart the first slot
     * @param slotEnd the slot after the last; beyond the card's own slots for what a card has only once
     * @param end null where it has none yet
     * @param kind {@code reservation}, {@code allocation}, {@code maintenance} or {@code other}
     * @param organization whose it is; null for the platform's own
     * @param name the claim's name, or the reason of a maintenance window
     * @param state the claim's state
     */
    public record Tile(
            int slotStart,
            int slotEnd,
            Instant start,
            @Nullable Instant end,
            UUID claim,
            String kind,
            @Nullable OrganizationId organization,
            @Nullable String name,
            @Nullable String state) {}
}
