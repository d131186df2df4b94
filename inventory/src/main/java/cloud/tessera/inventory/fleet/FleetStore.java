package cloud.tessera.inventory.fleet;

import static cloud.tessera.inventory.tables.Tables.DEVICE;
import static cloud.tessera.inventory.tables.Tables.FABRIC_DOMAIN;
import static cloud.tessera.inventory.tables.Tables.HOST;
import static cloud.tessera.inventory.tables.Tables.POOL;
import static cloud.tessera.inventory.tables.Tables.SITE;

import cloud.tessera.quota.transaction.Json;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Tx;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.JSONB;
import org.jooq.Record;

/** The SQL of the fleet: what is there, and the changes of its state. */
final class FleetStore {
    private FleetStore() {}

    /** For Jackson, which needs the type. */
    static final class Latencies extends TreeMap<String, Site.Latency> {
        private static final long serialVersionUID = 1;
    }

    static FleetSnapshot snapshot(Tx tx) {
        // The version first: should an import commit between two statements, the snapshot counts as older than it is.
        return new FleetSnapshot(
                version(tx),
                sites(tx),
                pools(tx),
                fabrics(tx),
                tx.sql().selectFrom(HOST).orderBy(HOST.ID).stream()
                        .map(FleetStore::host)
                        .toList(),
                tx.sql().selectFrom(DEVICE).orderBy(DEVICE.ID).stream()
                        .map(FleetStore::device)
                        .toList());
    }

    static long version(Tx tx) {
        return tx.sql()
                .fetchSingle("select version from inventory.fleet_version")
                .get(0, Long.class);
    }

    static List<Site> sites(Tx tx) {
        return tx.sql().selectFrom(SITE).orderBy(SITE.CODE).stream()
                .map(FleetStore::site)
                .toList();
    }

    static Later<List<Site>> askSites(Tx tx) {
        return tx.ask(
                "select code, name, kind, jurisdiction, latencies, link, link_since from inventory.site order by code",
                row -> new Site(
                        row.getString(1),
                        row.getString(2),
                        Site.Kind.of(row.getString(3)),
                        row.getString(4),
                        Json.read(row.getString(5), Latencies.class),
                        Site.Link.of(row.getString(6)),
                        row.getObject(7, OffsetDateTime.class).toInstant()));
    }

    static Optional<Site> site(Tx tx, String code) {
        return tx.sql()
                .selectFrom(SITE)
                .where(SITE.CODE.eq(code))
                .fetchOptional()
                .map(FleetStore::site);
    }

    static List<Pool> pools(Tx tx) {
        return tx.sql().selectFrom(POOL).orderBy(POOL.CODE).stream()
                .map(p -> new Pool(
                        p.getCode(),
                        p.getSite(),
                        p.getName(),
                        Pool.Isolation.of(p.getIsolation()),
                        p.getInferenceFloor(),
                        p.getPrivateCards()))
                .toList();
    }

    static List<FabricDomain> fabrics(Tx tx) {
        return tx.sql().selectFrom(FABRIC_DOMAIN).orderBy(FABRIC_DOMAIN.CODE).stream()
                .map(f -> new FabricDomain(f.getCode(), f.getSite(), f.getKind()))
                .toList();
    }

    static List<Device> devices(Tx tx, Collection<Integer> ids) {
        return tx
                .sql()
                .selectFrom(DEVICE)
                .where(DEVICE.ID.eq(org.jooq.impl.DSL.any(ids.toArray(Integer[]::new))))
                .orderBy(DEVICE.ID)
                .stream()
                .map(FleetStore::device)
                .toList();
    }

    static List<Device> devicesOf(Tx tx, int host) {
        return tx.sql().selectFrom(DEVICE).where(DEVICE.HOST.eq(host)).orderBy(DEVICE.SLOT).stream()
                .map(FleetStore::device)
                .toList();
    }

    static Optional<Host> host(Tx tx, int id) {
        return tx.sql().selectFrom(HOST).where(HOST.ID.eq(id)).fetchOptional().map(FleetStore::host);
    }

    static Site site(Record row) {
        return new Site(
                row.get(SITE.CODE),
                row.get(SITE.NAME),
                Site.Kind.of(row.get(SITE.KIND)),
                row.get(SITE.JURISDICTION),
                latencies(row.get(SITE.LATENCIES)),
                latencies(row.get(SITE.LATENCIES_SET)),
                Site.Link.of(row.get(SITE.LINK)),
                row.get(SITE.LINK_SINCE).toInstant());
    }

    private static Map<String, Site.Latency> latencies(JSONB json) {
        return Json.read(json, Latencies.class);
    }

    static Host host(Record row) {
        return new Host(
                row.get(HOST.ID),
                row.get(HOST.NAME),
                row.get(HOST.SITE),
                row.get(HOST.POOL),
                row.get(HOST.FABRIC),
                row.get(HOST.CPU_MILLI),
                row.get(HOST.MEMORY_MIB));
    }

    static Device device(Record row) {
        return new Device(
                row.get(DEVICE.ID),
                row.get(DEVICE.HOST),
                row.get(DEVICE.SLOT),
                row.get(DEVICE.MODEL),
                row.get(DEVICE.SLOTS),
                row.get(DEVICE.EXTRA_SLOTS),
                Device.Health.of(row.get(DEVICE.HEALTH)));
    }

    /** Whether the link was otherwise before. */
    static boolean setLink(Tx tx, String site, Site.Link link) {
        int rows = tx.sql()
                .update(SITE)
                .set(SITE.LINK, link.text())
                .set(SITE.LINK_SINCE, tx.timestamp())
                .where(SITE.CODE.eq(site), SITE.LINK.ne(link.text()))
                .execute();
        if (rows == 1) {
            tx.signal(FleetSnapshot.CHANNEL);
            tx.sql().execute("""
                            insert into inventory.calendar_change (device_id, at)
                            select d.id, ?::timestamptz from inventory.device d join inventory.host h on h.id = d.host
                            where h.site = ? order by d.id""", tx.timestamp(), site);
        }
        return rows == 1;
    }

    static void setLatencies(Tx tx, String site, Map<String, Site.Latency> latencies) {
        tx.sql()
                .update(SITE)
                .set(SITE.LATENCIES_SET, Json.jsonb(latencies))
                .where(SITE.CODE.eq(site))
                .execute();
    }

    /** Locks a host as a booking does, which is then either seen or sees what becomes of the host. */
    static Optional<Host> lock(Tx tx, int id) {
        return tx.sql()
                .selectFrom(HOST)
                .where(HOST.ID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional()
                .map(FleetStore::host);
    }

    /**
     * Gives the cards of a host another health.
     *
     * @param from only those that have one of these
     * @return the number of cards that were otherwise before
     */
    static int setHealth(Tx tx, int host, Set<Device.Health> from, Device.Health health) {
        tx.signal(FleetSnapshot.CHANNEL);
        return tx.sql()
                .execute(
                        """
                        with now_otherwise as (
                          update inventory.device set health = ? where host = ? and health = any(?::text[]) and health <> ?
                          returning id)
                        insert into inventory.calendar_change (device_id, at)
                        select id, ?::timestamptz from now_otherwise order by id""",
                        health.text(),
                        host,
                        from.stream().map(Device.Health::text).toArray(String[]::new),
                        health.text(),
                        tx.timestamp());
    }
}
