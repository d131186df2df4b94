package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.fleet.FleetSnapshot;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that writes tiles and what claims hold of hosts. Set-based, because a booking writes all its tiles at once; in
 * the order of locks: hosts by number, then tiles by device and slot.
 */
final class TileStore {
    /** What was written: whether every tile was free, and the transaction's number. */
    record Written(boolean all, @Nullable String xid) {}

    /** What the hosts of a placement are like: the version of the fleet, and whether they have no room or are out of use. */
    record Room(long fleet, boolean full) {}

    private TileStore() {}

    static void lockHosts(Tx tx, Placement placement) {
        lockHosts(tx, hosts(placement));
    }

    static void lockHosts(Tx tx, Integer[] hosts) {
        tx.sql().fetch("select id from inventory.host where id = any(?::int[]) order by id for no key update", (Object)
                hosts);
    }

    /** Locks the hosts of a placement and those that some claims use, all of them in order. */
    static void lockHosts(Tx tx, Placement placement, Collection<UUID> claims) {
        lockHosts(tx, List.of(placement), claims);
    }

    /** The same of several placements. */
    static void lockHosts(Tx tx, List<Placement> placements, Collection<UUID> claims) {
        Set<Integer> hosts = new TreeSet<>();
        placements.forEach(placement -> hosts.addAll(List.of(hosts(placement))));
        hosts.addAll(tx.sql()
                .fetch("select distinct host from inventory.host_use where claim_id = any(?::uuid[])", (Object)
                        claims.toArray(UUID[]::new))
                .getValues("host", Integer.class));
        lockHosts(tx, hosts.toArray(Integer[]::new));
    }

    /**
     * Whether the hosts, locked before, have room for the placement in the span. The peak is worked out by a statement
     * of its own: one that also waited for the lock would not see what the transaction before it has written, be that a
     * booking or an import.
     */
    static Room room(Tx tx, Placement placement, Span span) {
        Record row = tx.sql()
                .fetchSingle(
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
                                select (select version from inventory.fleet_version) as fleet, exists (
                                  select 1 from asked a join peaks p using (host) join inventory.host h on h.id = a.host
                                  where p.cpu + a.cpu > h.cpu_milli or p.memory + a.memory > h.memory_mib)
                                or exists (
                                  select 1 from inventory.device d
                                  where d.id = any(?::int[]) and d.health <> 'healthy') as full_up""",
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
                        time(span.from()),
                        placement.pieces().stream().map(Placement.Piece::device).toArray(Integer[]::new));
        boolean full =
                row.get("full_up", Boolean.class) || (placement.wholeHosts() && othersOnHosts(tx, placement, span));
        return new Room(row.get("fleet", Long.class), full);
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
        tx.signal(FleetSnapshot.CHANNEL);
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

    /**
     * Undoes a write that was not complete, inside the same transaction. What the claim held before the span stays on
     * record; from then on it held nothing, because a move has freed that first.
     */
    static void undo(Tx tx, UUID claim, Span span) {
        tx.sql().execute("""
                        with tiles as (delete from inventory.occupancy where claim_id = ?::uuid and lower(during) >= ?::timestamptz)
                        delete from inventory.host_use where claim_id = ?::uuid""", claim, time(span.from()), claim);
    }

    /** Frees what claims hold from a moment on and returns the devices, with the transaction's number. */
    static Result<Record> free(Tx tx, Collection<UUID> claims, Instant at) {
        tx.signal(FleetSnapshot.CHANNEL);
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

    /** Gives what another id holds to a claim, and returns the devices. */
    static List<Integer> take(Tx tx, UUID claim, UUID from) {
        tx.signal(FleetSnapshot.CHANNEL);
        return tx.sql().fetch("""
                        with tiles as (
                          update inventory.occupancy set claim_id = ?::uuid where claim_id = ?::uuid returning device_id),
                        uses as (update inventory.host_use set claim_id = ?::uuid where claim_id = ?::uuid),
                        noted as (
                          insert into inventory.calendar_change (device_id, at) select distinct device_id, ?::timestamptz from tiles)
                        select distinct device_id from tiles order by device_id""", claim, from, claim, from, tx.timestamp()).getValues("device_id", Integer.class);
    }

    /** Whether what a claim holds now ends at a moment, all of it. */
    static boolean endsAt(Tx tx, UUID claim, Instant at) {
        OffsetDateTime moment = time(Span.micros(at));
        return tx.sql().fetchSingle("""
                        select coalesce(bool_and(not upper_inf(during) and upper(during) = ?::timestamptz), false) as ends
                        from inventory.occupancy
                        where claim_id = ?::uuid and (upper_inf(during) or upper(during) > ?::timestamptz)""", moment, claim, tx.timestamp()).get("ends", Boolean.class);
    }

    /** Joins what another id holds without an end to the tiles of a claim, which end where it begins; returns the devices. */
    static List<Integer> join(Tx tx, UUID claim, UUID beyond, Instant at) {
        OffsetDateTime moment = time(Span.micros(at));
        List<Integer> devices = tx.sql().fetch("""
                        with gone as (delete from inventory.occupancy where claim_id = ?::uuid returning device_id),
                        unused as (delete from inventory.host_use where claim_id = ?::uuid)
                        select distinct device_id from gone order by device_id""", beyond, beyond).getValues("device_id", Integer.class);
        tx.sql().execute("""
                        with uses as (
                          update inventory.host_use set during = tstzrange(lower(during), null)
                          where claim_id = ?::uuid and upper(during) = ?::timestamptz)
                        update inventory.occupancy set during = tstzrange(lower(during), null)
                        where claim_id = ?::uuid and upper(during) = ?::timestamptz""", claim, moment, claim, moment);
        return devices;
    }

    /** Ends what claims hold at a moment to come, and returns the devices. */
    static List<Integer> cut(Tx tx, Collection<UUID> claims, Instant at) {
        tx.signal(FleetSnapshot.CHANNEL);
        UUID[] ids = claims.toArray(UUID[]::new);
        OffsetDateTime moment = time(Span.micros(at));
        return tx.sql()
                .fetch(
                        """
                        with cut as (
                          update inventory.occupancy set during = tstzrange(lower(during), ?::timestamptz)
                          where claim_id = any(?::uuid[]) and lower(during) < ?::timestamptz and (upper_inf(during) or upper(during) > ?::timestamptz)
                          returning device_id),
                        gone as (
                          delete from inventory.occupancy where claim_id = any(?::uuid[]) and lower(during) >= ?::timestamptz
                          returning device_id),
                        unused as (
                          delete from inventory.host_use where claim_id = any(?::uuid[]) and lower(during) >= ?::timestamptz),
                        uses as (
                          update inventory.host_use set during = tstzrange(lower(during), ?::timestamptz)
                          where claim_id = any(?::uuid[]) and lower(during) < ?::timestamptz and (upper_inf(during) or upper(during) > ?::timestamptz)),
                        changed as (select device_id from cut union select device_id from gone),
                        noted as (
                          insert into inventory.calendar_change (device_id, at) select device_id, ?::timestamptz from changed)
                        select device_id from changed order by device_id""",
                        moment,
                        ids,
                        moment,
                        moment,
                        ids,
                        moment,
                        ids,
                        moment,
                        moment,
                        ids,
                        moment,
                        moment,
                        tx.timestamp())
                .getValues("device_id", Integer.class);
    }

    /**
     * Takes a claim off some devices from a moment on; what has ended by then stays on record as it is. Its host use
     * stays: what is left of it may need all of it.
     */
    static void drop(Tx tx, UUID claim, Set<Integer> devices, Instant at) {
        tx.signal(FleetSnapshot.CHANNEL);
        OffsetDateTime moment = time(Span.micros(at));
        Integer[] ids = devices.toArray(Integer[]::new);
        tx.sql().execute("""
                        with gone as (
                          delete from inventory.occupancy
                          where claim_id = ?::uuid and device_id = any(?::int[]) and lower(during) >= ?::timestamptz),
                        cut as (
                          update inventory.occupancy set during = tstzrange(lower(during), ?::timestamptz)
                          where claim_id = ?::uuid and device_id = any(?::int[]) and lower(during) < ?::timestamptz
                            and (upper_inf(during) or upper(during) > ?::timestamptz))
                        insert into inventory.calendar_change (device_id, at) select id, ?::timestamptz from unnest(?::int[]) as d (id)""", claim, ids, moment, moment, claim, ids, moment, moment, tx.timestamp(), ids);
    }

    private static Integer[] hosts(Placement placement) {
        return placement.hosts().stream().map(Placement.OnHost::host).toArray(Integer[]::new);
    }

    static @Nullable OffsetDateTime time(long micros) {
        return micros == Span.OPEN
                ? null
                : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
