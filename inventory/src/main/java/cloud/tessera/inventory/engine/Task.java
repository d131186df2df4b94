package cloud.tessera.inventory.engine;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.util.List;
import java.util.UUID;

/**
 * What an engine is to run. Claim and attempt identify it; the rest does not change for them.
 *
 * @param claim the reservation or allocation
 * @param attempt 1 for the first run; a run after a failure or on other devices has the next number
 * @param name what the customer calls it
 * @param image a built-in image by name
 * @param devices what was granted, by device and slot
 */
public record Task(
        UUID claim,
        int attempt,
        Workload workload,
        String name,
        String image,
        String site,
        Shape shape,
        List<Granted> devices) {
    public Task {
        devices = List.copyOf(devices);
    }
}
