package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Geometry;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The devices of one model in one pool.
 *
 * @param privateCards whether fungible cards are private to one organization
 * @param sharedKernel whether work on one host shares a kernel, so that a host is private to one organization
 * @param inferenceFloor the share of the cards that training cannot take, 0 to 1
 * @param hosts in the order in which they are tried
 */
public record Group(
        String pool,
        String site,
        boolean privateCards,
        boolean sharedKernel,
        BigDecimal inferenceFloor,
        List<Host> hosts) {
    public Group {
        hosts = List.copyOf(hosts);
    }

    /** Whether a card is private to one organization at a time: fungible ones may be, and those of a host that work shares a kernel on are. */
    public boolean keepsApart(AcceleratorModel model) {
        return sharedKernel || (privateCards && model.geometry() instanceof Geometry.Fungible);
    }

    /**
     * A host with devices of the model.
     *
     * @param fabric the fabric domain; null where the host is one by itself
     * @param devices by number, in the order of their places
     */
    public record Host(int id, @Nullable String fabric, List<Integer> devices) {
        public Host {
            devices = List.copyOf(devices);
        }
    }
}
