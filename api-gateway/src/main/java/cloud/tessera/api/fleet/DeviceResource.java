package cloud.tessera.api.fleet;

import cloud.tessera.inventory.fleet.Device;
import cloud.tessera.inventory.fleet.DeviceView;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A card.
 *
 * @param id its number
 * @param site where
 * @param pool which pool
 * @param host the name of its machine
 * @param hostId the number of its machine
 * @param slot its place in the machine, from 0
 * @param model its accelerator model
 * @param modelName as people call that
 * @param fabric its fabric domain; absent where it has none
 * @param slots its own slots
 * @param extraSlots above them, for what a card has only once
 * @param slotsTaken of its own slots, now
 * @param health "healthy", "draining" (it takes no new work) or "failed"
 */
@Serdeable
@Schema(name = "Device")
record DeviceResource(
        int id,
        String site,
        String pool,
        String host,
        int hostId,
        int slot,
        String model,
        String modelName,
        @Nullable String fabric,
        int slots,
        int extraSlots,
        int slotsTaken,
        String health) {
    static DeviceResource of(DeviceView view) {
        Device device = view.device();
        return new DeviceResource(
                device.id(),
                view.site(),
                view.pool(),
                view.hostName(),
                device.host(),
                device.slot(),
                device.model(),
                view.modelName(),
                view.fabric(),
                device.slots(),
                device.extraSlots(),
                view.slotsTaken(),
                device.health().text());
    }
}
