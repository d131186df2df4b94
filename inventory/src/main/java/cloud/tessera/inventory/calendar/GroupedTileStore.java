package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.calendar.TileStore.time;

import cloud.tessera.inventory.fleet.FleetSnapshot;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Rows;
import cloud.tessera.quota.transaction.Tx;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The SQL that writes the tiles of several claims, one statement for each step; hosts by number, then tiles by device. */
final class GroupedTileStore {
    /** A place that was proposed for a claim. */
    record Proposed(UUID claim, Placement placement, Span span) {
        Stream<Placement.Piece> pieces() {
            return placement.pieces().stream();
        }

        Stream<Integer> devices() {
            return pieces().map(Placement.Piece::device);
        }
    }

    private record Tile(Proposed of, Placement.Piece piece) {}

    private record Use(Proposed of, Placement.OnHost on) {}

    private GroupedTileStore() {}

    /**
     * What the database made of some tiles.
     *
     * @param fleet the version of the fleet
     * @param held how many tiles of each claim were free
     * @param beyond claims during which more of a host is held than it has
     * @param xid the number of the transaction
     */
    record Written(long fleet, Map<UUID, Integer> held, Set<UUID> beyond, String xid) {}

    /**
     * Locks the hosts, writes tiles and host use, and looks at the peak of each host by a statement of its own: one that also
     * waited for the lock would not see what the transaction before it has written.
     */
    static Written write(Tx tx, List<Proposed> all) {
        tx.later("select from inventory.host where id = any(?::int[]) order by id for no key update", (Object)
                uses(all).map(use -> use.on().host()).distinct().toArray());
        Later<List<Long>> fleet = tx.ask("select version from inventory.fleet_version", row -> row.getLong(1));
        Later<List<UUID>> tiles = writeTiles(tx, all);
        Rows.of(uses(all).toList())
                .column("claim_id", "uuid", use -> use.of().claim())
                .column("host", "int", use -> use.on().host())
                .column("cpu_milli", "int", use -> use.on().cpuMilli())
                .column("memory_mib", "bigint", use -> use.on().memoryMib())
                .column("during", "tstzrange", use -> during(use.of().span()))
                .insertInto(tx, "inventory.host_use");
        Later<List<UUID>> beyond = beyondHosts(tx, all);
        Later<List<String>> xid = tx.ask("select pg_current_xact_id()::text", row -> row.getString(1));
        Map<UUID, Integer> held = new HashMap<>();
        tiles.get().forEach(claim -> held.merge(claim, 1, Integer::sum));
        return new Written(
                fleet.get().getFirst(),
                held,
                Set.copyOf(beyond.get()),
                xid.get().getFirst());
    }

    private static Later<List<UUID>> writeTiles(Tx tx, List<Proposed> all) {
        List<Tile> tiles = all.stream()
                .flatMap(each -> each.pieces().map(piece -> new Tile(each, piece)))
                .sorted(Comparator.comparingInt((Tile tile) -> tile.piece().device())
                        .thenComparingInt(tile -> tile.piece().slots().start())
                        .thenComparingLong(tile -> tile.of().span().from()))
                .toList();
        return Rows.of(tiles)
                .column("claim_id", "uuid", tile -> tile.of().claim())
                .column("device_id", "int", tile -> tile.piece().device())
                .column(
                        "slots",
                        "int4range",
                        tile -> "[" + tile.piece().slots().start() + ","
                                + tile.piece().slots().end() + ")")
                .column("during", "tstzrange", tile -> during(tile.of().span()))
                .column("holder", "uuid", tile -> tile.of().placement().holder())
                .askInserted(
                        tx,
                        "inventory.occupancy",
                        "on conflict do nothing returning claim_id",
                        row -> row.getObject(1, UUID.class));
    }

    private static Stream<Use> uses(List<Proposed> all) {
        return all.stream().flatMap(each -> each.placement().hosts().stream().map(on -> new Use(each, on)));
    }

    private static String during(Span span) {
        return "[" + time(span.from()) + "," + (span.until() == Span.OPEN ? "" : time(span.until())) + ")";
    }

    /**
     * Claims, written before under the locks of their hosts, during which more of a host is held than it has, or that lie on
     * cards which are out of use.
     */
    private static Later<List<UUID>> beyondHosts(Tx tx, List<Proposed> all) {
        Object[] ids = all.stream().map(Proposed::claim).toArray();
        return tx.ask("""
                        select n.claim_id from inventory.host_use n join inventory.host h on h.id = n.host
                        cross join lateral (
                          select max(cpu) as cpu, max(memory) as memory from (
                            select sum(v.cpu) over steps as cpu, sum(v.memory) over steps as memory
                            from inventory.host_use u
                            cross join lateral (values
                              (greatest(lower(u.during), lower(n.during)), u.cpu_milli, u.memory_mib, 1),
                              (upper(u.during), -u.cpu_milli, -u.memory_mib, 0)) as v (at, cpu, memory, begins)
                            where u.host = n.host and u.during && n.during and (v.begins = 1 or v.at <@ n.during)
                            window steps as (order by v.at, v.begins rows unbounded preceding)) sums) p
                        where n.claim_id = any(?::uuid[]) and (p.cpu > h.cpu_milli or p.memory > h.memory_mib)
                          -- what is held in all while it lasts is no less than the peak, and found much faster
                          and (select sum(u.cpu_milli) > h.cpu_milli or sum(u.memory_mib) > h.memory_mib
                               from inventory.host_use u where u.host = n.host and u.during && n.during)
                        union
                        select o.claim_id from inventory.occupancy o join inventory.device d on d.id = o.device_id
                        where o.claim_id = any(?::uuid[]) and d.health <> 'healthy'""", row -> row.getObject(1, UUID.class), ids, ids);
    }

    /** Takes back what this transaction has written for claims. */
    static void undo(Tx tx, Collection<UUID> claims) {
        tx.later("delete from inventory.occupancy where claim_id = any(?::uuid[])", (Object) claims.toArray());
        tx.later("delete from inventory.host_use where claim_id = any(?::uuid[])", (Object) claims.toArray());
    }

    /** Tells the indexes of other processes. */
    static void note(Tx tx, Collection<Integer> devices) {
        tx.signal(FleetSnapshot.CHANNEL);
        Rows.of(devices)
                .column("device_id", "int", device -> device)
                .same("at", "timestamptz", tx.now())
                .insertInto(tx, "inventory.calendar_change");
    }
}
