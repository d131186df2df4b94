package cloud.tessera.inventory.fleet;

import cloud.tessera.quota.transaction.Tx;
import java.util.Collection;
import java.util.List;

/** The SQL of the fleet. */
final class FleetStore {
    private FleetStore() {}

    static FleetSnapshot snapshot(Tx tx) {
        throw new IllegalStateException("under construction");
    }

    static List<Device> devices(Tx tx, Collection<Integer> ids) {
        throw new IllegalStateException("under construction");
    }
}
