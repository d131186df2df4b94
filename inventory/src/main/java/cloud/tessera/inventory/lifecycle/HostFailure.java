package cloud.tessera.inventory.lifecycle;

/**
 * What became of the claims of a host that failed.
 *
 * @param devices devices that are out of service now
 * @param healed running claims that go on elsewhere in the same site
 * @param degraded running reservations that go on with fewer devices than sold
 * @param rebound claims that have not started and have another placement now
 * @param failed running claims for which there was no other place
 * @param waiting claims that have not started and for which nothing is free yet; it is tried again when they start
 * @param already whether the host had failed before, so that only what was left on it was healed
 */
public record HostFailure(
        int devices, int healed, int degraded, int rebound, int failed, int waiting, boolean already) {}
