package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.fleet.Device;
import cloud.tessera.inventory.fleet.FleetSnapshot;
import cloud.tessera.inventory.geometry.SlotRange;
import cloud.tessera.inventory.placement.HostRoom;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Tile;
import cloud.tessera.quota.transaction.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Cursor;
import org.jooq.Record;

/** The SQL that reads tiles and what claims hold of hosts. */
final class CalendarStore {
    /** Tiles and host use that are not over yet. */
    record Held(Map<Integer, List<Tile>> tiles, Map<Integer, List<HostRoom.Use>> uses) {}

    private static final int PORTION = 10_000;

    private CalendarStore() {}

    // Moments of time are sent as the database keeps them, in microseconds.
    private static final String TILES = """
            select claim_id, device_id, lower(slots) as first, upper(slots) as past,
                   (extract(epoch from lower(during)) * 1000000)::bigint as begins,
                   (extract(epoch from upper(during)) * 1000000)::bigint as ends, holder
            from inventory.occupancy where (upper_inf(during) or upper(during) > ?::timestamptz)""";

    private static final String USES = """
            select claim_id, host, cpu_milli, memory_mib,
                   (extract(epoch from lower(during)) * 1000000)::bigint as begins,
                   (extract(epoch from upper(during)) * 1000000)::bigint as ends
            from inventory.host_use where (upper_inf(during) or upper(during) > ?::timestamptz)""";

    /** Everything that is held now or later, read in portions, because it may be a million rows. */
    static Held all(Tx tx) {
        return new Held(inPortions(tx, TILES, CalendarStore::tiles), inPortions(tx, USES, CalendarStore::uses));
    }

    private static <T> T inPortions(Tx tx, String sql, Function<Iterable<Record>, T> take) {
        try (Cursor<Record> rows =
                tx.sql().resultQuery(sql, tx.timestamp()).fetchSize(PORTION).fetchLazy()) {
            return take.apply(rows);
        }
    }

    /** What is held of some devices and hosts. */
    static Held of(Tx tx, Collection<Integer> devices, Collection<Integer> hosts) {
        return new Held(
                tiles(tx.sql()
                        .fetch(
                                TILES + " and device_id = any(?::int[])",
                                tx.timestamp(),
                                devices.toArray(Integer[]::new))),
                uses(tx.sql()
                        .fetch(USES + " and host = any(?::int[])", tx.timestamp(), hosts.toArray(Integer[]::new))));
    }

    /** What some claims hold from now on. */
    static Map<UUID, List<Placement.Piece>> pieces(Tx tx, Collection<UUID> claims) {
        Map<UUID, List<Placement.Piece>> found = new HashMap<>();
        for (Record row : tx.sql()
                .fetch(
                        TILES + " and claim_id = any(?::uuid[]) order by device_id, slots",
                        tx.timestamp(),
                        claims.toArray(UUID[]::new))) {
            Tile tile = tile(row);
            found.computeIfAbsent(tile.claim(), _ -> new ArrayList<>())
                    .add(new Placement.Piece(
                            row.get("device_id", Integer.class), new SlotRange(tile.slotStart(), tile.slotEnd())));
        }
        return found;
    }

    private static Map<Integer, List<Tile>> tiles(Iterable<Record> rows) {
        Map<Integer, List<Tile>> tiles = new HashMap<>();
        for (Record row : rows) {
            tiles.computeIfAbsent(row.get("device_id", Integer.class), _ -> new ArrayList<>())
                    .add(tile(row));
        }
        return tiles;
    }

    private static Tile tile(Record row) {
        Long ends = row.get("ends", Long.class);
        return new Tile(
                row.get("claim_id", UUID.class),
                row.get("first", Integer.class),
                row.get("past", Integer.class),
                row.get("begins", Long.class),
                ends == null ? Span.OPEN : ends,
                row.get("holder", UUID.class));
    }

    private static Map<Integer, List<HostRoom.Use>> uses(Iterable<Record> rows) {
        Map<Integer, List<HostRoom.Use>> uses = new HashMap<>();
        for (Record row : rows) {
            Long ends = row.get("ends", Long.class);
            uses.computeIfAbsent(row.get("host", Integer.class), _ -> new ArrayList<>())
                    .add(new HostRoom.Use(
                            row.get("claim_id", UUID.class),
                            row.get("cpu_milli", Long.class),
                            row.get("memory_mib", Long.class),
                            row.get("begins", Long.class),
                            ends == null ? Span.OPEN : ends));
        }
        return uses;
    }

    static Set<UUID> openEnded(Tx tx, Collection<UUID> claims) {
        return tx.sql()
                .fetch(
                        "select distinct claim_id from inventory.occupancy where claim_id = any(?::uuid[]) and upper_inf(during)",
                        (Object) claims.toArray(UUID[]::new))
                .intoSet("claim_id", UUID.class);
    }

    static Map<UUID, Set<Integer>> onFailedDevices(Tx tx) {
        Map<UUID, Set<Integer>> found = new HashMap<>();
        for (Record row : tx.sql().fetch("""
                        select o.claim_id, o.device_id from inventory.occupancy o
                        where o.device_id = any(array(select id from inventory.device where health = 'failed'))
                          and (upper_inf(o.during) or upper(o.during) > ?::timestamptz)
                        order by o.claim_id""", tx.timestamp())) {
            found.computeIfAbsent(row.get("claim_id", UUID.class), _ -> new TreeSet<>())
                    .add(row.get("device_id", Integer.class));
        }
        return found;
    }

    static List<Device> devices(Tx tx, Collection<Integer> ids) {
        return FleetSnapshot.devices(tx, ids);
    }
}
