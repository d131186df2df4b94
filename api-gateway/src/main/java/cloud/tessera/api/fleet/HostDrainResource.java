package cloud.tessera.api.fleet;

import cloud.tessera.inventory.maintenance.HostDrain;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What became of the claims of a host that takes no new work.
 *
 * @param devices its cards
 * @param rebound how many of the future were given other cards
 * @param moving how many that run are being moved; they go on until they run elsewhere
 * @param left what is still there
 */
@Serdeable
@Schema(name = "HostDrain")
record HostDrainResource(int devices, int rebound, int moving, List<ClaimOnCards> left) {
    static HostDrainResource of(HostDrain drain) {
        return new HostDrainResource(
                drain.devices(),
                drain.rebound(),
                drain.moving(),
                drain.left().stream().map(ClaimOnCards::of).toList());
    }
}
