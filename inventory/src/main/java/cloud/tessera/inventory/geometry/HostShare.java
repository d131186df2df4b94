package cloud.tessera.inventory.geometry;

/**
 * What goes with a piece of a card from its host.
 *
 * @param cpuMilli thousandths of a vCPU
 * @param memoryMib MiB
 */
public record HostShare(int cpuMilli, long memoryMib) {}
