package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.calendar.TileStore.time;

import cloud.tessera.inventory.fleet.FleetSnapshot;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Span;
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
import org.jspecify.annotations.Nullable;

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

    static void lockHosts(Tx tx, List<Proposed> all) {
        tx.sql().fetch("select id from inventory.host where id = any(?::int[]) order by id for no key update", (Object)
                uses(all).map(use -> use.on().host()).distinct().toArray(Integer[]::new));
    }

    static long fleet(Tx tx) {
        return tx.sql()
                .fetchSingle("select version from inventory.fleet_version")
                .get(0, Long.class);
    }

    /** Writes tiles and host use; returns how many tiles of each claim were free. */
    static Map<UUID, Integer> write(Tx tx, List<Proposed> all) {
        List<Tile> tiles = all.stream()
                .flatMap(each -> each.pieces().map(piece -> new Tile(each, piece)))
                .sorted(Comparator.comparingInt((Tile tile) -> tile.piece().device())
                        .thenComparingInt(tile -> tile.piece().slots().start())
                        .thenComparingLong(tile -> tile.of().span().from()))
                .toList();
        Map<UUID, Integer> written = new HashMap<>();
        Rows.of(tiles)
                .column("claim_id", "uuid", tile -> tile.of().claim())
                .column("device_id", "int", tile -> tile.piece().device())
                .column(
                        "slots",
                        "int4range",
                        tile -> "[" + tile.piece().slots().start() + ","
                                + tile.piece().slots().end() + ")")
                .column("during", "tstzrange", tile -> during(tile.of().span()))
                .column("holder", "uuid", tile -> tile.of().placement().holder())
                .fetchInserted(tx, "inventory.occupancy", "on conflict do nothing returning claim_id")
                .forEach(row -> written.merge(row.get(0, UUID.class), 1, Integer::sum));
        Rows.of(uses(all).toList())
                .column("claim_id", "uuid", use -> use.of().claim())
                .column("host", "int", use -> use.on().host())
                .column("cpu_milli", "int", use -> use.on().cpuMilli())
                .column("memory_mib", "bigint", use -> use.on().memoryMib())
                .column("during", "tstzrange", use -> during(use.of().span()))
                .insertInto(tx, "inventory.host_use");
        return written;
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
    static Set<UUID> beyondHosts(Tx tx, Collection<UUID> claims) {
        UUID[] ids = claims.toArray(UUID[]::new);
        return Set.copyOf(tx.sql().fetch("""
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
                        union
                        select o.claim_id from inventory.occupancy o join inventory.device d on d.id = o.device_id
                        where o.claim_id = any(?::uuid[]) and d.health <> 'healthy'""", ids, ids).getValues(0, UUID.class));
    }

    /** Takes back what this transaction has written for claims. */
    static void undo(Tx tx, Collection<UUID> claims) {
        UUID[] ids = claims.toArray(UUID[]::new);
        tx.sql().execute("""
                        with tiles as (delete from inventory.occupancy where claim_id = any(?::uuid[]))
                        delete from inventory.host_use where claim_id = any(?::uuid[])""", ids, ids);
    }

    /** Tells the indexes of other processes and returns the transaction's number. */
    static @Nullable String note(Tx tx, List<Integer> devices) {
        tx.signal(FleetSnapshot.CHANNEL);
        return tx.sql()
                .fetchSingle("""
                        with noted as (
                          insert into inventory.calendar_change (device_id, at)
                          select device, ?::timestamptz from unnest(?::int[]) as d (device) returning xid)
                        select min(xid::text) from noted""", tx.timestamp(), devices.toArray(Integer[]::new))
                .get(0, String.class);
    }
}
