package cloud.tessera.inventory.maintenance;

import java.util.List;

/**
 * What became of the claims of a host that takes no new work.
 *
 * @param devices its cards
 * @param rebound how many of the future have other cards now
 * @param moving how many that run are being moved, make before break
 * @param left what is still there, those that are moving among it
 */
public record HostDrain(int devices, int rebound, int moving, List<InTheWay> left) {
    public HostDrain {
        left = List.copyOf(left);
    }
}
