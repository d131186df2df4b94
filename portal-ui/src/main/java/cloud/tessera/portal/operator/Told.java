package cloud.tessera.portal.operator;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.lifecycle.HostFailure;
import cloud.tessera.inventory.maintenance.HostDrain;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.term.Outcome;
import java.util.function.Supplier;

/** What came of work on the fleet, in words. */
final class Told {
    private Told() {}

    static Supplier<String> failed(Outcome<HostFailure> outcome) {
        HostFailure failure = outcome.orThrow();
        return () -> Texts.text(
                "fleet.host.failed",
                failure.devices(),
                failure.healed(),
                failure.degraded(),
                failure.rebound(),
                failure.failed());
    }

    static Supplier<String> drained(Outcome<HostDrain> outcome) {
        HostDrain drain = outcome.orThrow();
        return () -> Texts.text(
                "host.drained",
                drain.devices(),
                drain.rebound(),
                drain.moving(),
                drain.left().size());
    }

    static Supplier<String> undrained(Outcome<HostDrain> outcome) {
        int cards = outcome.orThrow().devices();
        return () -> Texts.text("host.undrained", cards);
    }

    static Supplier<String> moving(Outcome<Allocation> outcome) {
        String name = outcome.orThrow().name();
        return () -> Texts.text("host.moving", name);
    }

    static Supplier<String> repaired(Outcome<Integer> outcome) {
        int cards = outcome.orThrow();
        return () -> Texts.text("fleet.host.repaired", cards);
    }

    static Supplier<String> linked(Outcome<Site> outcome) {
        Site site = outcome.orThrow();
        return () -> Texts.text(
                "fleet.linked", site.name(), StateBadge.text(site.link().text()));
    }
}
