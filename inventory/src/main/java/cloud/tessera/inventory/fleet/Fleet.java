package cloud.tessera.inventory.fleet;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The fleet: what there is, how it comes in, and whether it works. */
@Singleton
public final class Fleet {
    private static final int MOST_REGIONS = 200;
    private static final Set<Device.Health> EVERY = Set.of(Device.Health.values());

    private final Transactions transactions;
    private final Audit audit;
    private final Catalogue catalogue = Catalogue.shipped();

    public Fleet(Transactions transactions, Audit audit) {
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * Takes in a fleet file, all of it or nothing. The same file twice changes nothing, and what the file does not name
     * stays. Refused as {@code fleet_import_invalid}, with file, line and reason of up to twenty faults.
     *
     * @param fileName as the operator knows it, for messages
     */
    public Outcome<Imported> importYaml(Caller operator, String fileName, byte[] content) {
        operator.require(Permission.PLATFORM_MANAGE);
        return imported(operator, fileName, () -> FleetYaml.read(fileName, content));
    }

    /**
     * Takes in an openb node list (sn,cpu_milli,memory_mib,gpu,model), under the same rules; a target that a fleet file
     * could not name is refused as {@code fleet_import_invalid} too, with the field.
     */
    public Outcome<Imported> importOpenb(Caller operator, String fileName, byte[] content, OpenbTarget target) {
        operator.require(Permission.PLATFORM_MANAGE);
        return imported(operator, fileName, () -> OpenbNodes.read(fileName, content, target));
    }

    private Outcome<Imported> imported(Caller operator, String fileName, Supplier<FleetPlan> reading) {
        FleetPlan plan;
        try {
            plan = reading.get();
        } catch (Refused refused) {
            return Outcome.no(refused.refusal());
        }
        return transactions.attempt(operator, tx -> {
            Imported imported = FleetImport.apply(tx, fileName, plan, catalogue);
            if (imported.added() + imported.changed() > 0) {
                audit.record(tx, null, "fleet.imported", "fleet", null, imported);
            }
            return imported;
        });
    }

    /** Makes the database's rules of where tiles may lie those of the catalogue in this build; for a job, after a start. */
    public void writeGeometry(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        List<String> models =
                catalogue.all().stream().map(AcceleratorModel::key).toList();
        transactions.run(job, tx -> LegalTiles.write(tx, models, catalogue));
    }

    /** All sites, in the order of their codes; for whoever may see capacity. */
    public List<Site> sites(Caller caller) {
        caller.require(Permission.VIEW_CAPACITY);
        return transactions.run(caller, FleetStore::sites);
    }

    /** All pools, in the order of their codes; for whoever may see capacity. */
    public List<Pool> pools(Caller caller) {
        caller.require(Permission.VIEW_CAPACITY);
        return transactions.run(caller, FleetStore::pools);
    }

    /** All fabric domains, in the order of their codes; for people of the platform. */
    public List<FabricDomain> fabrics(Caller operator) {
        operator.require(Permission.PLATFORM_VIEW);
        return transactions.run(operator, FleetStore::fabrics);
    }

    /** What each pool has of each model; for whoever may see capacity. */
    public List<Stock> stock(Caller caller) {
        caller.require(Permission.VIEW_CAPACITY);
        return transactions.run(caller, FleetViewStore::stock);
    }

    /** Hosts by site and name; for the platform. The cursor is the number of rows before, so that a grid can jump. */
    public Page<HostView> hosts(Caller operator, FleetFilter filter, Page.Request page) {
        operator.require(Permission.PLATFORM_VIEW);
        int offset = offset(page);
        return transactions.run(
                operator,
                tx -> Page.of(
                        FleetViewStore.hosts(tx, filter, offset, page.limit() + 1),
                        page,
                        last -> Integer.toString(offset + page.limit())));
    }

    /** Devices by site, host and place; for the platform. The cursor is the number of rows before. */
    public Page<DeviceView> devices(Caller operator, FleetFilter filter, Page.Request page) {
        operator.require(Permission.PLATFORM_VIEW);
        int offset = offset(page);
        return transactions.run(
                operator,
                tx -> Page.of(
                        FleetViewStore.devices(tx, FleetViewStore.wanted(filter), offset, page.limit() + 1),
                        page,
                        last -> Integer.toString(offset + page.limit())));
    }

    private static int offset(Page.Request page) {
        String after = page.after();
        if (after == null) {
            return 0;
        }
        if (!after.matches("\\d{1,9}")) {
            throw Refusal.invalid("invalid_cursor", "This is not a cursor of this list.", "cursor")
                    .asException();
        }
        return Integer.parseInt(after);
    }

    /** The tiles of one card within a window; for the platform. */
    public DeviceTiles tiles(Caller operator, int device, TimeWindow window) {
        operator.require(Permission.PLATFORM_VIEW);
        return transactions
                .run(operator, tx -> tiles(tx, FleetViewStore.devices(tx, FleetViewStore.device(device), 0, 1), window))
                .stream()
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("device").asException());
    }

    /** The tiles of every card of a host within a window; for the platform. */
    public List<DeviceTiles> tilesOfHost(Caller operator, int host, TimeWindow window) {
        operator.require(Permission.PLATFORM_VIEW);
        return transactions.run(operator, tx -> {
            hostOf(tx, host);
            var wanted = FleetViewStore.wanted(FleetFilter.ofHost(host));
            return tiles(tx, FleetViewStore.devices(tx, wanted, 0, FleetYaml.MOST_DEVICES_OF_A_HOST), window);
        });
    }

    private static List<DeviceTiles> tiles(Tx tx, List<DeviceView> devices, TimeWindow window) {
        List<Integer> ids = devices.stream().map(d -> d.device().id()).toList();
        Map<Integer, List<DeviceTiles.Tile>> tiles = FleetViewStore.tiles(tx, ids, window);
        return devices.stream()
                .map(d ->
                        new DeviceTiles(d, window, tiles.getOrDefault(d.device().id(), List.of())))
                .toList();
    }

    /** The site is out of reach from now; its work goes on. Doing it twice changes nothing. */
    public Outcome<Site> cutLink(Caller operator, String site) {
        return link(operator, site, Site.Link.DOWN);
    }

    /** The site is in reach again. */
    public Outcome<Site> restoreLink(Caller operator, String site) {
        return link(operator, site, Site.Link.UP);
    }

    private Outcome<Site> link(Caller operator, String code, Site.Link link) {
        operator.require(Permission.PLATFORM_MANAGE);
        return transactions.attempt(operator, tx -> {
            Site before = site(tx, code);
            if (FleetStore.setLink(tx, code, link)) {
                String action = link == Site.Link.DOWN ? "site.link_cut" : "site.link_restored";
                audit.record(
                        tx, null, action, code, Map.of("link", before.link().text()), Map.of("link", link.text()));
            }
            return site(tx, code);
        });
    }

    /**
     * Says how far regions are from a site, all that are to be set: they win over those of the fleet file, also when it
     * comes in again, and regions that are left out are as far as the file says. Refused as {@code not_found} or {@code
     * invalid_latencies}: a region is lower case letters, digits and hyphens, a round trip 0 to 10,000 milliseconds, and
     * there are at most 200.
     */
    public Outcome<Site> setLatencies(Caller operator, String code, Map<String, Site.Latency> latencies) {
        operator.require(Permission.PLATFORM_MANAGE);
        return transactions.attempt(operator, tx -> {
            checkLatencies(latencies);
            Site before = site(tx, code);
            if (!before.latenciesSet().equals(latencies)) {
                FleetStore.setLatencies(tx, code, latencies);
                audit.record(tx, null, "site.latencies_set", code, before.latenciesSet(), latencies);
            }
            return site(tx, code);
        });
    }

    private static void checkLatencies(Map<String, Site.Latency> latencies) {
        boolean good = latencies.size() <= MOST_REGIONS
                && latencies.entrySet().stream()
                        .allMatch(each ->
                                FleetYaml.CODE_FORM.matcher(each.getKey()).matches()
                                        && each.getValue().ms() >= 0
                                        && each.getValue().ms() <= FleetYaml.MOST_MILLISECONDS);
        if (!good) {
            throw Refusal.invalid(
                            "invalid_latencies",
                            "At most " + MOST_REGIONS
                                    + " regions, each of lower case letters, digits and hyphens, and 0 to "
                                    + FleetYaml.MOST_MILLISECONDS + " milliseconds to each.",
                            "latencies")
                    .asException();
        }
    }

    /** A failed host is well again: its cards can be sold from now. */
    public Outcome<HostView> repair(Caller operator, int host) {
        operator.require(Permission.PLATFORM_MANAGE);
        return transactions.attempt(operator, tx -> {
            setHealth(tx, host, EVERY, Device.Health.HEALTHY, "host.repaired");
            return FleetViewStore.hosts(tx, FleetFilter.ofHost(host), 0, 1).getFirst();
        });
    }

    /**
     * What became of the cards of a host.
     *
     * @param cards all of them
     * @param changed whether any was otherwise before
     */
    public record Marked(Set<Integer> cards, boolean changed) {
        public Marked {
            cards = Set.copyOf(cards);
        }
    }

    /** Marks every card of a host as failed; the caller heals its claims afterwards. Refused as {@code not_found}. */
    public Marked fail(Tx tx, int host) {
        return setHealth(tx, host, EVERY, Device.Health.FAILED, "host.failed");
    }

    /**
     * The cards of a host take no new work from now; those that have failed stay so. Doing it twice changes nothing.
     * Refused as {@code not_found}, or {@code host_already_failed} where none of them works.
     */
    public Marked drain(Tx tx, int host) {
        Marked marked = setHealth(tx, host, EnumSet.of(Device.Health.HEALTHY), Device.Health.DRAINING, "host.draining");
        if (FleetStore.devicesOf(tx, host).stream().allMatch(card -> card.health() == Device.Health.FAILED)) {
            throw Refusal.conflict(
                            "host_already_failed",
                            "Every card of this host is out of service already; it takes no work until it is repaired.")
                    .asException();
        }
        return marked;
    }

    /** Draining cards of a host take work again. Refused as {@code not_found}. */
    public Marked undrain(Tx tx, int host) {
        return setHealth(tx, host, EnumSet.of(Device.Health.DRAINING), Device.Health.HEALTHY, "host.undrained");
    }

    /** All cards of a host that is there; {@code not_found} where it is not. */
    public Set<Integer> cards(Tx tx, int host) {
        hostOf(tx, host);
        return FleetStore.devicesOf(tx, host).stream().map(Device::id).collect(Collectors.toSet());
    }

    private Marked setHealth(Tx tx, int id, Set<Device.Health> from, Device.Health health, String action) {
        Host host = FleetStore.lock(tx, id)
                .orElseThrow(() -> Refusal.notFound("host").asException());
        boolean changed = FleetStore.setHealth(tx, id, from, health) > 0;
        if (changed) {
            Map<String, String> after = Map.of("site", host.site(), "health", health.text());
            audit.record(tx, null, action, host.name(), null, after);
        }
        return new Marked(cards(tx, id), changed);
    }

    private static Host hostOf(Tx tx, int id) {
        return FleetStore.host(tx, id)
                .orElseThrow(() -> Refusal.notFound("host").asException());
    }

    /** A site as it is in this transaction; {@code not_found} where there is none. */
    public Site site(Tx tx, String code) {
        return FleetStore.site(tx, code)
                .orElseThrow(() -> Refusal.notFound("site").asException());
    }
}
