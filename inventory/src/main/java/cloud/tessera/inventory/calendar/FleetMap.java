package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.fleet.Device;
import cloud.tessera.inventory.fleet.FleetSnapshot;
import cloud.tessera.inventory.fleet.Host;
import cloud.tessera.inventory.fleet.Pool;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.placement.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fleet as placement iterates over it: by model, site and pool. Immutable; an import makes a new one. */
final class FleetMap {
    private final Map<String, Map<String, List<Group>>> groups; // model -> site -> pools
    private final Map<Integer, Host> hosts;
    private final Map<Integer, Device> devices;
    private final Map<String, Pool> pools;
    private final List<String> sites;
    private final long version;

    FleetMap(FleetSnapshot fleet) {
        hosts = fleet.hosts().stream().collect(Collectors.toMap(Host::id, Function.identity()));
        devices = fleet.devices().stream().collect(Collectors.toMap(Device::id, Function.identity()));
        pools = fleet.pools().stream().collect(Collectors.toMap(Pool::code, Function.identity()));
        groups = group(fleet);
        sites = fleet.sites().stream().map(Site::code).toList();
        version = fleet.version();
    }

    private Map<String, Map<String, List<Group>>> group(FleetSnapshot fleet) {
        // model -> pool -> host -> devices, hosts and devices in the order of the snapshot, which is that of their ids
        Map<String, Map<String, Map<Integer, List<Integer>>>> sorted = new TreeMap<>();
        for (Device device : fleet.devices()) {
            Host host = hosts.get(device.host());
            if (host != null) {
                sorted.computeIfAbsent(device.model(), _ -> new TreeMap<>())
                        .computeIfAbsent(host.pool(), _ -> new TreeMap<>())
                        .computeIfAbsent(host.id(), _ -> new ArrayList<>())
                        .add(device.id());
            }
        }
        Map<String, Map<String, List<Group>>> grouped = new TreeMap<>();
        sorted.forEach((model, byPool) -> byPool.forEach((code, byHost) -> {
            Pool pool = pools.get(code);
            if (pool != null) {
                grouped.computeIfAbsent(model, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(pool.site(), _ -> new ArrayList<>())
                        .add(group(pool, byHost, hosts));
            }
        }));
        return grouped;
    }

    private static Group group(Pool pool, Map<Integer, List<Integer>> devices, Map<Integer, Host> hosts) {
        List<Group.Host> members = new ArrayList<>();
        devices.forEach((id, cards) -> {
            Host host = hosts.get(id);
            members.add(new Group.Host(id, host == null ? null : host.fabric(), cards));
        });
        return new Group(
                pool.code(),
                pool.site(),
                pool.privateCards(),
                pool.isolation() == Pool.Isolation.SHARED_KERNEL,
                pool.inferenceFloor(),
                members);
    }

    long version() {
        return version;
    }

    /** Whether training may not take all of a pool. */
    boolean keepsShare(String pool) {
        Pool known = pools.get(pool);
        return known != null && known.inferenceFloor().signum() > 0;
    }

    List<Group> groups(String model, String site) {
        return groups.getOrDefault(model, Map.of()).getOrDefault(site, List.of());
    }

    /** Takes each model with each of its pools. */
    void forEachGroup(BiConsumer<String, Group> each) {
        groups.forEach((model, sites) ->
                sites.values().forEach(pools -> pools.forEach(group -> each.accept(model, group))));
    }

    /** All sites, by code. */
    List<String> sites() {
        return sites;
    }

    /** The models that there are cards of, by key. */
    List<String> models() {
        return List.copyOf(groups.keySet());
    }

    /** Sites with devices of a model, by code. */
    List<String> sites(String model) {
        return groups.getOrDefault(model, Map.of()).keySet().stream().sorted().toList();
    }

    /** The pools of all sites with devices of a model. */
    List<Group> groups(String model) {
        return groups.getOrDefault(model, Map.of()).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    /** How many cards of a model the largest fabric domain of a pool has; a host without a fabric is one by itself. */
    int largestDomain(String model) {
        int largest = 0;
        for (List<Group> pools : groups.getOrDefault(model, Map.of()).values()) {
            for (Group group : pools) {
                Map<String, Integer> cards = new HashMap<>();
                for (Group.Host host : group.hosts()) {
                    String domain = host.fabric() == null ? "host " + host.id() : "fabric " + host.fabric();
                    largest =
                            Math.max(largest, cards.merge(domain, host.devices().size(), Integer::sum));
                }
            }
        }
        return largest;
    }

    @Nullable
    Host host(int id) {
        return hosts.get(id);
    }

    @Nullable
    Device device(int id) {
        return devices.get(id);
    }

    /** The site that a device is at; null where it is not known here. */
    @Nullable
    String siteOf(int device) {
        Device known = devices.get(device);
        Host host = known == null ? null : hosts.get(known.host());
        return host == null ? null : host.site();
    }

    Iterable<Host> hosts() {
        return hosts.values();
    }

    Iterable<Device> devices() {
        return devices.values();
    }
}
