package cloud.tessera.quota.limit;

import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Rows;
import cloud.tessera.quota.transaction.Tx;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The SQL of claims that are made together: one statement for each step, whatever their number. */
final class GroupedClaimStore {
    private GroupedClaimStore() {}

    /** Locks the limits of all projects in one order. */
    static void lock(Tx tx, List<Claims.Wanted> wanted) {
        tx.later(
                """
                select from quota.resource_limit
                where (project_id, workload) in (select * from unnest(?::uuid[], ?::text[])) and family = '*'
                order by project_id, workload for no key update""",
                wanted.stream().map(each -> each.project().value()).toArray(),
                wanted.stream().map(each -> each.resource().workload().text()).toArray());
    }

    /** Inserts those of projects that are there and belong to the organization that they name, and returns them. */
    static Later<List<UUID>> insert(Tx tx, List<Claims.Wanted> wanted) {
        return Rows.of(wanted)
                .column("claim_id", "uuid", Claims.Wanted::claim)
                .column("organization_id", "uuid", each -> each.organization().value())
                .column("project_id", "uuid", each -> each.project().value())
                .column("workload", "text", each -> each.resource().workload().text())
                .column("family", "text", each -> each.resource().family())
                .column("units", "bigint", each -> each.units().parts())
                .column(
                        "during",
                        "tstzrange",
                        each -> "[" + each.from() + "," + (each.until() == null ? "" : each.until()) + ")")
                .askInserted(tx, "quota.claim", """
                        (claim, organization, project, workload, family, units, during)
                        where exists (select from quota.resource_limit l where l.project_id = u.project
                          and l.workload = u.workload and l.family = '*' and l.organization_id = u.organization)
                        returning claim_id""", row -> row.getObject(1, UUID.class));
    }

    /**
     * Claims, inserted before under the locks, during which more is held under their limit than it allows. A statement
     * that came with the locks would not see what the transactions before have written.
     */
    static Later<List<UUID>> beyond(Tx tx, Collection<UUID> claims) {
        return tx.ask("""
                        select n.claim_id from quota.claim n
                        cross join lateral (
                          select r.family, r.max_units from quota.resource_limit r
                          where r.project_id = n.project_id and r.workload = n.workload and r.family in (n.family, '*')
                          order by r.family = '*' limit 1) l
                        cross join lateral (
                          select max(held) as held from (
                            select sum(change) over (order by at, change rows unbounded preceding) as held
                            from quota.claim c
                            cross join lateral (values
                              (greatest(lower(c.during), lower(n.during)), c.units), (upper(c.during), -c.units)) as v (at, change)
                            where c.project_id = n.project_id and c.workload = n.workload and c.during && n.during
                              and (v.change > 0 or v.at <@ n.during)
                              and (c.family = l.family or l.family = '*' and not exists (
                                select from quota.resource_limit o where o.project_id = n.project_id
                                  and o.workload = n.workload and o.family = c.family))) sums) p
                        where n.claim_id = any(?::uuid[]) and p.held > l.max_units
                          -- what is held in all while it lasts is no less than the peak, and found much faster
                          and (select sum(c.units) from quota.claim c where c.project_id = n.project_id
                               and c.during && n.during) > l.max_units""", row -> row.getObject(1, UUID.class), (Object) claims.toArray());
    }

    static void delete(Tx tx, Collection<UUID> claims) {
        tx.later("delete from quota.claim where claim_id = any(?::uuid[])", (Object) claims.toArray());
    }
}
