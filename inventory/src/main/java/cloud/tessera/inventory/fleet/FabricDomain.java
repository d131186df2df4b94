package cloud.tessera.inventory.fleet;

/**
 * Hosts that share one low-latency fabric, inside which a gang lies.
 *
 * @param kind in the operator's words: {@code nvlink}, {@code infiniband}, {@code tpu-pod}, ...
 */
public record FabricDomain(String code, String site, String kind) {}
