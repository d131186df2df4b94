package cloud.tessera.inventory.maintenance;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** The SQL that says what holds something of some cards, and whether that can be brought away. */
final class InTheWayStore {
    private InTheWayStore() {}

    /**
     * What holds something of cards within a time, by its beginning.
     *
     * @param until null: without an end
     */
    static List<InTheWay> of(Tx tx, Collection<Integer> devices, Instant from, @Nullable Instant until) {
        return tx.sql()
                .resultQuery(
                        """
                        with held as (
                          select claim_id, min(lower(during)) as from_at, count(distinct device_id)::int as cards,
                                 case when bool_or(upper_inf(during)) then null else max(upper(during)) end as until_at
                          from inventory.occupancy
                          where device_id = any(?::int[]) and during && tstzrange(?::timestamptz, ?::timestamptz)
                          group by claim_id)
                        select held.*,
                          case when r.id is not null then 'reservation' when m.id is not null then 'maintenance'
                            else 'allocation' end as kind,
                          coalesce(r.organization_id, a.organization_id, p.organization_id) as organization,
                          coalesce(r.name, a.name, p.name, m.reason, '?') as name,
                          coalesce(r.state, a.state, p.state, 'planned') as state,
                          case
                            when r.state in ('held', 'payment_pending', 'scheduled') and r.start_at > ?::timestamptz then 'rebind'
                            when r.state = 'ending' then 'leaves'
                            when p.id is not null or a.state in ('moving', 'preempting', 'releasing') or a.preempt_at is not null
                              then 'leaves'
                            when a.state = 'active' and a.movable then 'move'
                            when a.state in ('provisioning', 'active') and a.tier = 'preemptible' then 'give_way'
                            else 'stays' end as way
                        from held
                        left join inventory.reservation r on r.id = held.claim_id
                        left join inventory.allocation a on a.id = held.claim_id
                        left join inventory.allocation p on p.place = held.claim_id
                        left join inventory.maintenance m on m.id = held.claim_id
                        order by held.from_at, held.claim_id""",
                        devices.toArray(Integer[]::new),
                        from.atOffset(ZoneOffset.UTC),
                        until == null ? null : until.atOffset(ZoneOffset.UTC),
                        tx.timestamp())
                .fetch(InTheWayStore::inTheWay);
    }

    private static InTheWay inTheWay(Record row) {
        UUID organization = row.get("organization", UUID.class);
        OffsetDateTime until = row.get("until_at", OffsetDateTime.class);
        return new InTheWay(
                row.get("claim_id", UUID.class),
                InTheWay.Kind.of(row.get("kind", String.class)),
                row.get("name", String.class),
                organization == null ? null : new OrganizationId(organization),
                row.get("state", String.class),
                row.get("from_at", OffsetDateTime.class).toInstant(),
                until == null ? null : until.toInstant(),
                row.get("cards", Integer.class),
                InTheWay.Way.of(row.get("way", String.class)));
    }

    /** Cards that take no new work. */
    static Set<Integer> draining(Tx tx) {
        return new TreeSet<>(tx.sql()
                .resultQuery("select id from inventory.device where health = 'draining'")
                .fetch(0, Integer.class));
    }
}
