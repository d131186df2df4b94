package cloud.tessera.inventory.fleet;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.List;

/** The fleet: what there is, how it comes in, and whether it works. */
@Singleton
public final class Fleet {
    public Fleet(Transactions transactions) {}

    /**
     * Takes in a fleet file, all of it or nothing. The same file twice changes nothing. Refused as {@code
     * fleet_import_invalid}, with file, line and reason of up to twenty faults.
     *
     * @param fileName as the operator knows it, for messages
     */
    public Outcome<Imported> importYaml(Caller operator, String fileName, byte[] content) {
        throw new IllegalStateException("under construction");
    }

    /** Takes in an openb node list (sn,cpu_milli,memory_mib,gpu,model), under the same rules. */
    public Outcome<Imported> importOpenb(Caller operator, String fileName, byte[] content, OpenbTarget target) {
        throw new IllegalStateException("under construction");
    }

    /** All sites, in the order of their codes; for whoever may see capacity. */
    public List<Site> sites(Caller caller) {
        throw new IllegalStateException("under construction");
    }

    /** All pools, in the order of their codes; for whoever may see capacity. */
    public List<Pool> pools(Caller caller) {
        throw new IllegalStateException("under construction");
    }

    /** What each pool has of each model; for whoever may see capacity. */
    public List<Stock> stock(Caller caller) {
        throw new IllegalStateException("under construction");
    }

    /** Hosts by site and name; for the platform. The cursor is the number of rows before, so that a grid can jump. */
    public Page<HostView> hosts(Caller operator, FleetFilter filter, Page.Request page) {
        throw new IllegalStateException("under construction");
    }

    /** Devices by site, host and place; for the platform. The cursor is the number of rows before. */
    public Page<DeviceView> devices(Caller operator, FleetFilter filter, Page.Request page) {
        throw new IllegalStateException("under construction");
    }

    /** The tiles of one card within a window; for the platform. */
    public DeviceTiles tiles(Caller operator, int device, TimeWindow window) {
        throw new IllegalStateException("under construction");
    }

    /** The tiles of every card of a host within a window; for the platform. */
    public List<DeviceTiles> tilesOfHost(Caller operator, int host, TimeWindow window) {
        throw new IllegalStateException("under construction");
    }

    /** The site is out of reach from now; its work goes on. Doing it twice changes nothing. */
    public Outcome<Site> cutLink(Caller operator, String site) {
        throw new IllegalStateException("under construction");
    }

    /** The site is in reach again. */
    public Outcome<Site> restoreLink(Caller operator, String site) {
        throw new IllegalStateException("under construction");
    }

    /** A failed host is well again: its cards can be sold from now. */
    public Outcome<HostView> repair(Caller operator, int host) {
        throw new IllegalStateException("under construction");
    }

    /** Marks every card of a host as failed, inside the transaction that heals its claims. Returns the cards. */
    public List<Device> fail(Tx tx, int host) {
        throw new IllegalStateException("under construction");
    }

    /** A site as it is in this transaction; {@code not_found} where there is none. */
    public Site site(Tx tx, String code) {
        throw new IllegalStateException("under construction");
    }
}
