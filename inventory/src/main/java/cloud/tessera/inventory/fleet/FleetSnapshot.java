package cloud.tessera.inventory.fleet;

import cloud.tessera.quota.transaction.Tx;
import java.util.Collection;
import java.util.List;

/**
 * The whole fleet at one moment, as the calendar's index takes it in. Hosts and devices are in the order of their ids.
 *
 * @param version how often an import had changed the fleet by then
 */
public record FleetSnapshot(
        long version,
        List<Site> sites,
        List<Pool> pools,
        List<FabricDomain> fabrics,
        List<Host> hosts,
        List<Device> devices) {
    /** On which whoever changes fleet or calendar wakes the indexes of other processes. */
    public static final String CHANNEL = "tessera_calendar";

    /** Reads all of it. */
    public static FleetSnapshot load(Tx tx) {
        return FleetStore.snapshot(tx);
    }

    /** The version of the fleet as this transaction sees it: another one than a snapshot's asks for a new snapshot. */
    public static long version(Tx tx) {
        return FleetStore.version(tx);
    }

    /** Reads some devices anew, as {@code calendar_change} asks for. */
    public static List<Device> devices(Tx tx, Collection<Integer> ids) {
        return FleetStore.devices(tx, ids);
    }
}
