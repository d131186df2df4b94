package cloud.tessera.inventory.engine;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is to run. Claim and attempt identify it; the rest does not change for them.
 *
 * @param claim the reservation or allocation
 * @param attempt 1 for the first run; a run after a failure or on other devices has the next number
 * @param name what the customer calls it
 * @param image a built-in image by name
 * @param devices what was granted, by device and slot; of all replicas where there are several
 * @param sku what it is metered as; that of the shape where none is given
 */
public record Task(
        UUID claim,
        int attempt,
        Workload workload,
        String name,
        String image,
        String site,
        Shape shape,
        List<Granted> devices,
        @Nullable String sku) {
    public Task {
        devices = List.copyOf(devices);
        sku = sku == null ? shape.sku() : sku; // runs of older versions were stored without
    }

    public Task(
            UUID claim,
            int attempt,
            Workload workload,
            String name,
            String image,
            String site,
            Shape shape,
            List<Granted> devices) {
        this(claim, attempt, workload, name, image, site, shape, devices, null);
    }

    @Override
    public String sku() {
        return Objects.requireNonNull(sku);
    }

    /** Another attempt, on what is granted to it. */
    public Task again(int next, List<Granted> granted) {
        return new Task(claim, next, workload, name, image, site, shape, granted, sku);
    }
}
