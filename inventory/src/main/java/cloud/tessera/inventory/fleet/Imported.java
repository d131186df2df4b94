package cloud.tessera.inventory.fleet;

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
 * @param fungibleModels models that the catalogue does not know, which came in as fungible
 */
public record Imported(
        int sites, int pools, int hosts, int devices, int added, int changed, List<String> fungibleModels) {}
