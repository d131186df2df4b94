package cloud.tessera.quota.limit;

import cloud.tessera.quota.transaction.Rows;
import cloud.tessera.quota.transaction.Tx;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Record;

/** The SQL of claims that are made together: one statement for each step, whatever their number. */
final class GroupedClaimStore {
    private GroupedClaimStore() {}

    /**
     * Locks the limits of all projects in one order, and tells which claims are of projects that are there and belong to
     * the organization that they name.
     */
    static Set<UUID> lock(Tx tx, List<Claims.Wanted> wanted) {
        record Row(UUID organization, UUID project, String workload) {}
        Set<Row> locked = new HashSet<>();
        for (Record row : tx.sql()
                .fetch(
                        """
                        select organization_id, project_id, workload from quota.resource_limit
                        where (project_id, workload) in (select * from unnest(?::uuid[], ?::text[])) and family = '*'
                        order by project_id, workload for no key update""",
                        wanted.stream().map(each -> each.project().value()).toArray(UUID[]::new),
                        wanted.stream()
                                .map(each -> each.resource().workload().text())
                                .toArray(String[]::new))) {
            locked.add(new Row(row.get(0, UUID.class), row.get(1, UUID.class), row.get(2, String.class)));
        }
        Set<UUID> known = new HashSet<>();
        for (Claims.Wanted each : wanted) {
            if (locked.contains(new Row(
                    each.organization().value(),
                    each.project().value(),
                    each.resource().workload().text()))) {
                known.add(each.claim());
            }
        }
        return known;
    }

    static void insert(Tx tx, List<Claims.Wanted> wanted) {
        Rows.of(wanted)
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
                .insertInto(tx, "quota.claim");
    }

    /**
     * Claims, inserted before under the locks, during which more is held under their limit than it allows. A statement
     * that came with the locks would not see what the transactions before have written.
     */
    static Set<UUID> beyond(Tx tx, Collection<UUID> claims) {
        return Set.copyOf(
                tx.sql().fetch("""
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
                        where n.claim_id = any(?::uuid[]) and p.held > l.max_units""", (Object) claims.toArray(UUID[]::new)).getValues(0, UUID.class));
    }

    static void delete(Tx tx, Collection<UUID> claims) {
        tx.sql().execute("delete from quota.claim where claim_id = any(?::uuid[])", (Object)
                claims.toArray(UUID[]::new));
    }
}
