package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.fleet.Device;
import cloud.tessera.inventory.fleet.FleetSnapshot;
import cloud.tessera.inventory.geometry.SlotRange;
import cloud.tessera.inventory.placement.HostRoom;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Tile;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/** The SQL of tiles and of what claims hold of hosts. Set-based, because a booking writes all its tiles at once. */
final class CalendarStore {
    /** Where a reader of {@code calendar_change} stands. */
    record Cursor(String xid, long seq) {
        long number() {
            return Long.parseLong(xid);
        }
    }

    /** Changes that were read: the devices, and how far the reader has come. */
    record Changes(List<Integer> devices, Cursor cursor) {}

    /** Tiles and host use that are not over yet. */
    record Held(Map<Integer, List<Tile>> tiles, Map<Integer, List<HostRoom.Use>> uses) {}

    /** What was written: whether every tile was free, and the transaction's number. */
    record Written(boolean all, @Nullable String xid) {}

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

    /** Everything that is held now or later. */
    static Held all(Tx tx) {
        return new Held(
                tiles(tx.sql().fetch(TILES, tx.timestamp())), uses(tx.sql().fetch(USES, tx.timestamp())));
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

    private static Map<Integer, List<Tile>> tiles(Result<Record> rows) {
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

    private static Map<Integer, List<HostRoom.Use>> uses(Result<Record> rows) {
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

    // Statements of one booking, in the order of locks: hosts by number, then tiles by device and slot.

    static void lockHosts(Tx tx, Placement placement) {
        tx.sql().fetch("select id from inventory.host where id = any(?::int[]) order by id for no key update", (Object)
                hosts(placement));
    }

    /**
     * Whether the hosts, locked before, have room for the placement in the span. The peak is worked out by a statement
     * of its own: one that also waited for the lock would not see what the transaction before it has written.
     */
    static boolean hostsHaveRoom(Tx tx, Placement placement, Span span) {
        boolean full = tx.sql()
                .fetch(
                        """
                                with asked as (select * from unnest(?::int[], ?::bigint[], ?::bigint[]) as a (host, cpu, memory)),
                                held as (select u.* from inventory.host_use u join asked a using (host)
                                         where u.during && tstzrange(?::timestamptz, ?::timestamptz)),
                                moments as (select host, greatest(lower(during), ?::timestamptz) as at from held
                                            union select host, ?::timestamptz from asked),
                                peaks as (select m.host, m.at, coalesce(sum(h.cpu_milli), 0) as cpu,
                                                 coalesce(sum(h.memory_mib), 0) as memory
                                          from moments m left join held h on h.host = m.host and h.during @> m.at
                                          group by m.host, m.at)
                                select 1 from asked a join peaks p using (host) join inventory.host h on h.id = a.host
                                where p.cpu + a.cpu > h.cpu_milli or p.memory + a.memory > h.memory_mib""",
                        hosts(placement),
                        placement.hosts().stream()
                                .map(Placement.OnHost::cpuMilli)
                                .toArray(Long[]::new),
                        placement.hosts().stream()
                                .map(Placement.OnHost::memoryMib)
                                .toArray(Long[]::new),
                        time(span.from()),
                        time(span.until()),
                        time(span.from()),
                        time(span.from()))
                .isNotEmpty();
        return !full && !(placement.wholeHosts() && othersOnHosts(tx, placement, span));
    }

    private static boolean othersOnHosts(Tx tx, Placement placement, Span span) {
        return tx.sql()
                .fetch("""
                                select 1 from inventory.device d join inventory.occupancy o on o.device_id = d.id
                                where d.host = any(?::int[]) and o.during && tstzrange(?::timestamptz, ?::timestamptz) and o.holder is distinct from ?::uuid""", hosts(placement), time(span.from()), time(span.until()), placement.holder())
                .isNotEmpty();
    }

    /** Writes tiles, host use and the notes for other indexes; tiles that are taken are left out and told. */
    static Written write(Tx tx, UUID claim, Placement placement, Span span) {
        Integer[] devices =
                placement.pieces().stream().map(Placement.Piece::device).toArray(Integer[]::new);
        Record row = tx.sql()
                .fetchSingle(
                        """
                        with tiles as (
                          insert into inventory.occupancy (claim_id, device_id, slots, during, holder)
                          select ?::uuid, device, int4range(first, past), tstzrange(?::timestamptz, ?::timestamptz), ?::uuid
                          from unnest(?::int[], ?::int[], ?::int[]) as t (device, first, past) order by device, first
                          on conflict do nothing returning device_id),
                        uses as (
                          insert into inventory.host_use (claim_id, host, cpu_milli, memory_mib, during)
                          select ?::uuid, host, cpu, memory, tstzrange(?::timestamptz, ?::timestamptz)
                          from unnest(?::int[], ?::bigint[], ?::bigint[]) as u (host, cpu, memory)),
                        changes as (
                          insert into inventory.calendar_change (device_id, at)
                          select distinct device, ?::timestamptz from unnest(?::int[]) as d (device) returning xid)
                        select (select count(*) from tiles) as written, (select min(xid)::text from changes) as xid""",
                        claim,
                        time(span.from()),
                        time(span.until()),
                        placement.holder(),
                        devices,
                        placement.pieces().stream()
                                .map(piece -> piece.slots().start())
                                .toArray(Integer[]::new),
                        placement.pieces().stream()
                                .map(piece -> piece.slots().end())
                                .toArray(Integer[]::new),
                        claim,
                        time(span.from()),
                        time(span.until()),
                        hosts(placement),
                        placement.hosts().stream()
                                .map(Placement.OnHost::cpuMilli)
                                .toArray(Long[]::new),
                        placement.hosts().stream()
                                .map(Placement.OnHost::memoryMib)
                                .toArray(Long[]::new),
                        tx.timestamp(),
                        devices);
        boolean all = row.get("written", Integer.class) == devices.length;
        return new Written(all, row.get("xid", String.class));
    }

    /** Undoes a write that was not complete, inside the same transaction. */
    static void undo(Tx tx, UUID claim) {
        tx.sql().execute("""
                        with tiles as (delete from inventory.occupancy where claim_id = ?::uuid)
                        delete from inventory.host_use where claim_id = ?::uuid""", claim, claim);
    }

    /** Frees what claims hold from a moment on and returns the devices, with the transaction's number. */
    static Result<Record> free(Tx tx, Collection<UUID> claims, Instant at) {
        UUID[] ids = claims.toArray(UUID[]::new);
        OffsetDateTime moment = time(Span.micros(at));
        return tx.sql().fetch("""
                        with gone as (
                          delete from inventory.occupancy where claim_id = any(?::uuid[]) and lower(during) >= ?::timestamptz
                          returning device_id),
                        cut as (
                          update inventory.occupancy set during = tstzrange(lower(during), ?::timestamptz)
                          where claim_id = any(?::uuid[]) and lower(during) < ?::timestamptz and (upper_inf(during) or upper(during) > ?::timestamptz)
                          returning device_id),
                        uses as (delete from inventory.host_use where claim_id = any(?::uuid[])),
                        changed as (select device_id from gone union select device_id from cut),
                        noted as (
                          insert into inventory.calendar_change (device_id, at)
                          select device_id, ?::timestamptz from changed returning xid)
                        select device_id, (select min(xid)::text from noted) as xid from changed""", ids, moment, moment, ids, moment, moment, ids, tx.timestamp());
    }

    /** Takes a claim off some devices from a moment on. Its host use stays: what is left of it may need all of it. */
    static void drop(Tx tx, UUID claim, Set<Integer> devices, Instant at) {
        OffsetDateTime moment = time(Span.micros(at));
        Integer[] ids = devices.toArray(Integer[]::new);
        tx.sql().execute("""
                        with gone as (
                          delete from inventory.occupancy
                          where claim_id = ?::uuid and device_id = any(?::int[]) and lower(during) >= ?::timestamptz),
                        cut as (
                          update inventory.occupancy set during = tstzrange(lower(during), ?::timestamptz)
                          where claim_id = ?::uuid and device_id = any(?::int[]) and lower(during) < ?::timestamptz)
                        insert into inventory.calendar_change (device_id, at) select id, ?::timestamptz from unnest(?::int[]) as d (id)""", claim, ids, moment, moment, claim, ids, moment, moment, ids);
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

    // The feed of changes, for indexes of other processes.

    /** Where the feed is now: what is read from here on is at least as new as what this transaction reads next. */
    static Cursor here(Tx tx) {
        return new Cursor(
                tx.sql()
                        .fetchSingle("select pg_snapshot_xmin(pg_current_snapshot())::text")
                        .get(0, String.class),
                0);
    }

    /**
     * What has been committed after the cursor, in commit order; nothing of a transaction while an older one runs.
     *
     * @param own transactions to pass over
     */
    static Changes changes(Tx tx, Cursor after, Set<String> own, int most) {
        Result<Record> rows = tx.sql().fetch("""
                        select device_id, xid::text as xid, seq from inventory.calendar_change
                        where (xid, seq) > (?::xid8, ?::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
                        order by xid, seq limit ?""", after.xid(), after.seq(), most);
        List<Integer> devices = rows.stream()
                .filter(row -> !own.contains(row.get("xid", String.class)))
                .map(row -> row.get("device_id", Integer.class))
                .distinct()
                .toList();
        Cursor next = rows.isEmpty()
                ? after
                : new Cursor(
                        rows.getLast().get("xid", String.class), rows.getLast().get("seq", Long.class));
        return new Changes(devices, next);
    }

    static int forgetChangesBefore(Tx tx, Instant moment) {
        return tx.sql()
                .execute("delete from inventory.calendar_change where at < ?::timestamptz", time(Span.micros(moment)));
    }

    static List<Device> devices(Tx tx, Collection<Integer> ids) {
        return FleetSnapshot.devices(tx, ids);
    }

    private static Integer[] hosts(Placement placement) {
        return placement.hosts().stream().map(Placement.OnHost::host).toArray(Integer[]::new);
    }

    private static @Nullable OffsetDateTime time(long micros) {
        return micros == Span.OPEN
                ? null
                : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
