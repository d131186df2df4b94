package cloud.tessera.inventory.fleet;

import cloud.tessera.inventory.document.Faults;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.quota.transaction.Tx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares a plan with what is there and writes the difference, or refuses all of it. */
final class FleetImport {
    private FleetImport() {}

    static Imported apply(Tx tx, String fileName, FleetPlan plan, Catalogue catalogue) {
        FleetImportStore.lock(tx);
        Faults faults = new Faults(fileName);
        FleetSnapshot there = FleetStore.snapshot(tx);
        FleetDifference difference = FleetDifference.of(plan, there, faults);
        FleetImportStore.lock(
                tx,
                difference.pools.stream().map(FleetPlan.NewPool::code).toList(),
                difference.changedHosts.stream().map(host -> host.before().id()).toList());
        refuseWhereHeld(tx, difference, there, faults);
        faults.refuse(FleetYaml.CODE);

        difference.sites.forEach(site -> FleetImportStore.site(tx, site));
        difference.pools.forEach(pool -> FleetImportStore.pool(tx, pool));
        difference.fabrics.forEach(fabric -> FleetImportStore.fabric(tx, fabric));
        LegalTiles.write(tx, models(plan), catalogue);
        FleetImportStore.newHosts(tx, difference.newHosts);
        difference.changedHosts.forEach(host -> FleetImportStore.changedHost(tx, host));
        FleetImportStore.cards(tx, difference.cards, catalogue);
        if (difference.added + difference.changed > 0) {
            FleetImportStore.changed(tx);
        }

        return new Imported(
                plan.sites().size(),
                plan.pools().size(),
                plan.hosts().size(),
                plan.devices(),
                difference.added,
                difference.changed,
                unknownModels(plan, catalogue));
    }

    private static void refuseWhereHeld(Tx tx, FleetDifference difference, FleetSnapshot there, Faults faults) {
        Map<Integer, Integer> hosts = difference.onlyIdleHosts;
        if (!hosts.isEmpty()) {
            for (int host : FleetImportStore.held(tx, hosts.keySet())) {
                faults.add(
                        hosts.getOrDefault(host, 1),
                        "a host cannot move or shrink while claims hold its cards; take it out of use first");
            }
        }
        difference.onlyIdlePools.forEach((pool, line) -> {
            List<Integer> members = there.hosts().stream()
                    .filter(h -> h.pool().equals(pool))
                    .map(Host::id)
                    .toList();
            if (!FleetImportStore.held(tx, members).isEmpty()) {
                faults.add(line, "the isolation of " + pool + " cannot change while claims hold cards in it");
            }
        });
    }

    private static List<String> unknownModels(FleetPlan plan, Catalogue catalogue) {
        return models(plan).stream()
                .filter(model -> catalogue.find(model).isEmpty())
                .toList();
    }

    /** The models of a plan; hosts that were written as one share their list. */
    private static Set<String> models(FleetPlan plan) {
        Set<String> models = new TreeSet<>();
        List<String> last = List.of();
        for (FleetPlan.NewHost host : plan.hosts()) {
            if (host.models() != last) {
                last = host.models();
                models.addAll(last);
            }
        }
        return models;
    }
}
