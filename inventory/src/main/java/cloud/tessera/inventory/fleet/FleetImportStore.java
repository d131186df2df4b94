package cloud.tessera.inventory.fleet;

import static cloud.tessera.inventory.tables.Tables.FABRIC_DOMAIN;
import static cloud.tessera.inventory.tables.Tables.HOST;
import static cloud.tessera.inventory.tables.Tables.POOL;
import static cloud.tessera.inventory.tables.Tables.SITE;

import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.quota.transaction.Json;
import cloud.tessera.quota.transaction.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes what an import changes: rows by the ten thousand, as arrays. */
final class FleetImportStore {
    private static final int ROWS_AT_ONCE = 20_000;
    /** Imports come one after another, so that each compares with what is really there. */
    private static final long IMPORT_LOCK = 0x7E55_E2A1L;

    private FleetImportStore() {}

    static void lock(Tx tx) {
        tx.sql().execute("select pg_advisory_xact_lock(?)", IMPORT_LOCK);
    }

    /**
     * Keeps bookings off pools and hosts until the import has ended, in the order in which a booking locks them: it takes
     * the pool where training must leave a share of it, and always the hosts. So a booking is either seen by the import
     * or sees what the import has made of the fleet.
     */
    static void lock(Tx tx, Collection<String> pools, Collection<Integer> hosts) {
        tx.sql()
                .fetch(
                        "select code from inventory.pool where code = any(?::text[]) order by code for no key update",
                        (Object) pools.toArray(String[]::new));
        tx.sql()
                .fetch(
                        "select id from inventory.host where id = any(?::int[]) or pool = any(?::text[]) order by id for no key update",
                        hosts.toArray(Integer[]::new),
                        pools.toArray(String[]::new));
    }

    /** Tells every index of the fleet that it is out of date. */
    static void changed(Tx tx) {
        tx.signal(FleetSnapshot.CHANNEL);
        tx.sql().execute("update inventory.fleet_version set version = version + 1");
    }

    /** Those of the hosts that have tiles which have not ended. */
    static Set<Integer> held(Tx tx, Collection<Integer> hosts) {
        return new HashSet<>(tx.sql()
                .resultQuery("""
                        select distinct d.host from inventory.device d
                        join inventory.occupancy o on o.device_id = d.id
                        where d.host = any(?::int[]) and (upper_inf(o.during) or upper(o.during) > ?::timestamptz)""", hosts.toArray(Integer[]::new), tx.timestamp())
                .fetch(0, Integer.class));
    }

    static void site(Tx tx, FleetPlan.NewSite site) {
        tx.sql()
                .insertInto(SITE)
                .set(SITE.CODE, site.code())
                .set(SITE.NAME, site.name())
                .set(SITE.KIND, site.kind().text())
                .set(SITE.JURISDICTION, site.jurisdiction())
                .set(SITE.LATENCIES, Json.jsonb(site.latencies()))
                .set(SITE.LINK_SINCE, tx.timestamp())
                .onConflict(SITE.CODE)
                .doUpdate()
                .set(SITE.NAME, site.name())
                .set(SITE.KIND, site.kind().text())
                .set(SITE.JURISDICTION, site.jurisdiction())
                .set(SITE.LATENCIES, Json.jsonb(site.latencies()))
                .execute();
    }

    static void pool(Tx tx, FleetPlan.NewPool pool) {
        tx.sql()
                .insertInto(POOL)
                .set(POOL.CODE, pool.code())
                .set(POOL.SITE, pool.site())
                .set(POOL.NAME, pool.name())
                .set(POOL.ISOLATION, pool.isolation().text())
                .set(POOL.INFERENCE_FLOOR, pool.inferenceFloor())
                .set(POOL.PRIVATE_CARDS, pool.privateCards())
                .onConflict(POOL.CODE)
                .doUpdate()
                .set(POOL.NAME, pool.name())
                .set(POOL.ISOLATION, pool.isolation().text())
                .set(POOL.INFERENCE_FLOOR, pool.inferenceFloor())
                .set(POOL.PRIVATE_CARDS, pool.privateCards())
                .execute();
    }

    static void fabric(Tx tx, FleetPlan.NewFabric fabric) {
        tx.sql()
                .insertInto(FABRIC_DOMAIN)
                .set(FABRIC_DOMAIN.CODE, fabric.code())
                .set(FABRIC_DOMAIN.SITE, fabric.site())
                .set(FABRIC_DOMAIN.KIND, fabric.kind())
                .onConflict(FABRIC_DOMAIN.CODE)
                .doUpdate()
                .set(FABRIC_DOMAIN.KIND, fabric.kind())
                .execute();
    }

    static void changedHost(Tx tx, FleetDifference.ChangedHost host) {
        tx.sql()
                .update(HOST)
                .set(HOST.POOL, host.after().pool())
                .set(HOST.FABRIC, host.after().fabric())
                .set(HOST.CPU_MILLI, host.after().cpuMilli())
                .set(HOST.MEMORY_MIB, host.after().memoryMib())
                .where(HOST.ID.eq(host.before().id()))
                .execute();
    }

    static void newHosts(Tx tx, List<FleetPlan.NewHost> hosts) {
        for (int from = 0; from < hosts.size(); from += ROWS_AT_ONCE) {
            List<FleetPlan.NewHost> part = hosts.subList(from, Math.min(hosts.size(), from + ROWS_AT_ONCE));
            tx.sql()
                    .execute(
                            """
                            insert into inventory.host (name, site, pool, fabric, cpu_milli, memory_mib)
                            select u.name, p.site, u.pool, u.fabric, u.cpu, u.memory
                            from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::bigint[])
                              with ordinality u (name, pool, fabric, cpu, memory, place)
                            join inventory.pool p on p.code = u.pool order by u.place""",
                            part.stream().map(FleetPlan.NewHost::name).toArray(String[]::new),
                            part.stream().map(FleetPlan.NewHost::pool).toArray(String[]::new),
                            part.stream().map(FleetPlan.NewHost::fabric).toArray(String[]::new),
                            part.stream().map(FleetPlan.NewHost::cpuMilli).toArray(Integer[]::new),
                            part.stream().map(FleetPlan.NewHost::memoryMib).toArray(Long[]::new));
        }
    }

    static void cards(Tx tx, List<FleetDifference.NewCards> cards, Catalogue catalogue) {
        List<Card> rows = new ArrayList<>();
        for (FleetDifference.NewCards each : cards) {
            for (int slot = each.from(); slot < each.host().models().size(); slot++) {
                String model = each.host().models().get(slot);
                rows.add(new Card(
                        each.site(),
                        each.host().name(),
                        slot,
                        model,
                        catalogue.orFungible(model).geometry()));
                if (rows.size() == ROWS_AT_ONCE) {
                    write(tx, rows);
                    rows.clear();
                }
            }
        }
        write(tx, rows);
    }

    private record Card(String site, String host, int slot, String model, Geometry geometry) {}

    private static void write(Tx tx, List<Card> cards) {
        tx.sql()
                .execute(
                        """
                        with added as (
                          insert into inventory.device (host, slot, model, slots, extra_slots)
                          select h.id, u.slot, u.model, u.slots, u.extra
                          from unnest(?::text[], ?::text[], ?::int[], ?::text[], ?::int[], ?::int[])
                            with ordinality u (site, host, slot, model, slots, extra, place)
                          join inventory.host h on h.site = u.site and h.name = u.host
                          order by u.place
                          returning id)
                        insert into inventory.calendar_change (device_id, at) select id, ?::timestamptz from added order by id""",
                        cards.stream().map(Card::site).toArray(String[]::new),
                        cards.stream().map(Card::host).toArray(String[]::new),
                        cards.stream().map(Card::slot).toArray(Integer[]::new),
                        cards.stream().map(Card::model).toArray(String[]::new),
                        cards.stream().map(c -> c.geometry().slots()).toArray(Integer[]::new),
                        cards.stream().map(c -> c.geometry().extraSlots()).toArray(Integer[]::new),
                        tx.timestamp());
    }
}
