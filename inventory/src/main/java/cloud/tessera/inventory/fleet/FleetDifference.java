package cloud.tessera.inventory.fleet;

import cloud.tessera.inventory.document.Faults;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a plan would change in the fleet that is there. Nothing is ever taken away by an import: what the file does not
 * name stays as it is. A card stays what it is, because its past tiles are counted in its slots.
 */
final class FleetDifference {
    /** A host that is there and would be different. */
    record ChangedHost(Host before, FleetPlan.NewHost after) {}

    /** Cards that a host has or gets, from a place on. */
    record NewCards(String site, FleetPlan.NewHost host, int from) {}

    final List<FleetPlan.NewSite> sites = new ArrayList<>();
    final List<FleetPlan.NewPool> pools = new ArrayList<>();
    final List<FleetPlan.NewFabric> fabrics = new ArrayList<>();
    final List<FleetPlan.NewHost> newHosts = new ArrayList<>();
    final List<ChangedHost> changedHosts = new ArrayList<>();
    final List<NewCards> cards = new ArrayList<>();
    /** Pools whose isolation would change, with their lines: only while nothing is held in them. */
    final Map<String, Integer> onlyIdlePools = new HashMap<>();
    /** Hosts that would shrink or move, with their lines: only while nothing is held on them. */
    final Map<Integer, Integer> onlyIdleHosts = new HashMap<>();

    int added;
    int changed;

    private final Faults faults;
    private final Map<String, Site> sitesThere;
    private final Map<String, Pool> poolsThere;
    private final Map<String, FabricDomain> fabricsThere;
    private final Map<String, Host> hostsThere;
    private final Map<Integer, List<Device>> devicesThere;
    private final Set<String> siteCodes = new HashSet<>();
    private final Map<String, String> siteOfPool = new HashMap<>();
    private final Map<String, String> siteOfFabric = new HashMap<>();

    private FleetDifference(FleetSnapshot there, Faults faults) {
        this.faults = faults;
        sitesThere = byKey(there.sites(), Site::code);
        poolsThere = byKey(there.pools(), Pool::code);
        fabricsThere = byKey(there.fabrics(), FabricDomain::code);
        hostsThere = byKey(there.hosts(), h -> h.site() + "/" + h.name());
        devicesThere = there.devices().stream().collect(Collectors.groupingBy(Device::host));
        siteCodes.addAll(sitesThere.keySet());
        poolsThere.forEach((code, pool) -> siteOfPool.put(code, pool.site()));
        fabricsThere.forEach((code, fabric) -> siteOfFabric.put(code, fabric.site()));
    }

    private static <T> Map<String, T> byKey(List<T> all, Function<T, String> key) {
        return all.stream().collect(Collectors.toMap(key, t -> t));
    }

    static FleetDifference of(FleetPlan plan, FleetSnapshot there, Faults faults) {
        FleetDifference difference = new FleetDifference(there, faults);
        difference.sites(plan.sites());
        difference.pools(plan.pools());
        difference.fabrics(plan.fabrics());
        difference.hosts(plan.hosts());
        return difference;
    }

    private void sites(List<FleetPlan.NewSite> planned) {
        Set<String> seen = new HashSet<>();
        for (FleetPlan.NewSite site : planned) {
            if (!seen.add(site.code())) {
                faults.add(site.line(), "the site " + site.code() + " stands in this file twice");
            }
            siteCodes.add(site.code());
            Site before = sitesThere.get(site.code());
            if (count(before, before != null && same(before, site))) {
                sites.add(site);
            }
        }
    }

    private static boolean same(Site there, FleetPlan.NewSite site) {
        return there.name().equals(site.name())
                && there.kind() == site.kind()
                && there.jurisdiction().equals(site.jurisdiction())
                && there.latenciesOfFile().equals(site.latencies());
    }

    private void pools(List<FleetPlan.NewPool> planned) {
        Set<String> seen = new HashSet<>();
        for (FleetPlan.NewPool pool : planned) {
            if (!seen.add(pool.code())) {
                faults.add(pool.line(), "the pool " + pool.code() + " stands in this file twice");
            }
            knownSite(pool.line(), "pool", pool.code(), pool.site());
            siteOfPool.put(pool.code(), pool.site());
            Pool before = poolsThere.get(pool.code());
            if (before != null) {
                staysAt(pool.line(), "pool", pool.code(), before.site(), pool.site());
                if (before.isolation() != pool.isolation() || before.privateCards() != pool.privateCards()) {
                    onlyIdlePools.put(pool.code(), pool.line());
                }
            }
            if (count(before, before != null && same(before, pool))) {
                pools.add(pool);
            }
        }
    }

    private static boolean same(Pool there, FleetPlan.NewPool pool) {
        BigDecimal floor = there.inferenceFloor();
        return there.name().equals(pool.name())
                && there.isolation() == pool.isolation()
                && floor.compareTo(pool.inferenceFloor()) == 0
                && there.privateCards() == pool.privateCards();
    }

    private void fabrics(List<FleetPlan.NewFabric> planned) {
        Set<String> seen = new HashSet<>();
        for (FleetPlan.NewFabric fabric : planned) {
            if (!seen.add(fabric.code())) {
                faults.add(fabric.line(), "the fabric domain " + fabric.code() + " stands in this file twice");
            }
            knownSite(fabric.line(), "fabric domain", fabric.code(), fabric.site());
            siteOfFabric.put(fabric.code(), fabric.site());
            FabricDomain before = fabricsThere.get(fabric.code());
            if (before != null) {
                staysAt(fabric.line(), "fabric domain", fabric.code(), before.site(), fabric.site());
            }
            if (count(before, before != null && before.kind().equals(fabric.kind()))) {
                fabrics.add(fabric);
            }
        }
    }

    private void hosts(List<FleetPlan.NewHost> planned) {
        Set<String> seen = new HashSet<>();
        for (FleetPlan.NewHost host : planned) {
            String site = siteOfPool.get(host.pool());
            if (site == null) {
                faults.add(host.line(), "host " + host.name() + ": there is no pool " + host.pool());
                continue;
            }
            if (host.site() != null && !host.site().equals(site)) {
                faults.add(
                        host.line(),
                        "host " + host.name() + " is at " + host.site() + ", but its pool " + host.pool() + " is at "
                                + site);
            }
            checkFabric(host, site);
            if (!seen.add(site + "/" + host.name())) {
                faults.add(host.line(), "the host " + host.name() + " stands in this file twice");
            }
            Host before = hostsThere.get(site + "/" + host.name());
            if (before == null) {
                newHosts.add(host);
                cards.add(new NewCards(site, host, 0));
                added += 1 + host.models().size();
            } else {
                existing(before, host);
            }
        }
    }

    private void checkFabric(FleetPlan.NewHost host, String site) {
        if (host.fabric() == null) {
            return;
        }
        String at = siteOfFabric.get(host.fabric());
        if (at == null) {
            faults.add(host.line(), "host " + host.name() + ": there is no fabric domain " + host.fabric());
        } else if (!at.equals(site)) {
            faults.add(host.line(), "host " + host.name() + ": the fabric domain " + host.fabric() + " is at " + at);
        }
    }

    private void existing(Host before, FleetPlan.NewHost host) {
        boolean moves = !before.pool().equals(host.pool()) || !Objects.equals(before.fabric(), host.fabric());
        boolean shrinks = host.cpuMilli() < before.cpuMilli() || host.memoryMib() < before.memoryMib();
        if (moves || shrinks) {
            onlyIdleHosts.put(before.id(), host.line());
        }
        if (moves || host.cpuMilli() != before.cpuMilli() || host.memoryMib() != before.memoryMib()) {
            changedHosts.add(new ChangedHost(before, host));
            changed++;
        }
        List<Device> there = devicesThere.getOrDefault(before.id(), List.of());
        for (Device device : there) {
            if (device.slot() >= host.models().size()) {
                faults.add(
                        host.line(),
                        "host " + host.name() + " has " + there.size() + " cards and the file names "
                                + host.models().size() + "; an import takes no card away");
                return;
            }
            String model = host.models().get(device.slot());
            if (!device.model().equals(model)) {
                faults.add(
                        host.line(),
                        "host " + host.name() + ": the card at place " + device.slot() + " is " + device.model()
                                + " and cannot become " + model);
                return;
            }
        }
        if (there.size() < host.models().size()) {
            cards.add(new NewCards(before.site(), host, there.size()));
            added += host.models().size() - there.size();
        }
    }

    private void knownSite(int line, String what, String code, String site) {
        if (!siteCodes.contains(site)) {
            faults.add(line, what + " " + code + ": there is no site " + site);
        }
    }

    private void staysAt(int line, String what, String code, String before, String after) {
        if (!before.equals(after)) {
            faults.add(line, "the " + what + " " + code + " is at " + before + " and cannot move to " + after);
        }
    }

    /** Counts it as added or changed; false where it is as it was. */
    private boolean count(@Nullable Object before, boolean same) {
        if (before == null) {
            added++;
        } else if (!same) {
            changed++;
        }
        return !same;
    }
}
