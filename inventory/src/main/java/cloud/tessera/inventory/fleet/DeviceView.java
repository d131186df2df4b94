package cloud.tessera.inventory.fleet;

import org.jspecify.annotations.Nullable;

/**
 * A device as an operator sees it.
 *
 * @param modelName as people call it
 * @param slotsTaken of its own slots, now
 */
public record DeviceView(
        Device device,
        String hostName,
        String site,
        String pool,
        @Nullable String fabric,
        String modelName,
        int slotsTaken) {}
