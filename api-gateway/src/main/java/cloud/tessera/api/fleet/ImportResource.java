package cloud.tessera.api.fleet;

import cloud.tessera.inventory.fleet.Imported;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What an import found and did.
 *
 * @param sites in the file
 * @param pools in the file
 * @param hosts in the file
 * @param devices in the file
 * @param added rows that are new
 * @param changed rows that are different now
 * @param fungibleModels models that the catalogue does not know, which are sold by the thousandth
 */
@Serdeable
@Schema(name = "FleetImport")
record ImportResource(
        int sites, int pools, int hosts, int devices, int added, int changed, List<String> fungibleModels) {
    static ImportResource of(Imported imported) {
        return new ImportResource(
                imported.sites(),
                imported.pools(),
                imported.hosts(),
                imported.devices(),
                imported.added(),
                imported.changed(),
                imported.fungibleModels());
    }
}
