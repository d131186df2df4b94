package cloud.tessera.inventory.fleet;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * Devices of a site that are sold together.
 *
 * @param isolation what stands between tenants on one host
 * @param inferenceFloor the share of the pool, 0 to 1, that training cannot take
 * @param privateCards whether an unpartitioned card belongs to one organization at a time, which divides it freely;
 *     only a VM-isolated pool shares such cards between organizations
 */
public record Pool(
        String code, String site, String name, Isolation isolation, BigDecimal inferenceFloor, boolean privateCards) {

    /** What stands between tenants on one host; never a kernel in common. */
    public enum Isolation {
        VM,
        SANDBOXED_CONTAINER,
        /** Containers on the host's kernel: a host serves one organization at a time. */
        SHARED_KERNEL;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Isolation of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
