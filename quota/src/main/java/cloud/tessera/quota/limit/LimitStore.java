package cloud.tessera.quota.limit;

import static cloud.tessera.quota.tables.Tables.RESOURCE_LIMIT;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.transaction.Tx;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The limits of projects as they are stored. Every project has a {@code '*'} limit for each workload. */
final class LimitStore {
    /** A limit on a resource. */
    record Limit(OrganizationId organization, ProjectId project, ResourceClass resource, CardEquivalents max) {}

    private LimitStore() {}

    /**
     * Locks the limits of a project for a workload until the transaction ends, by the one row that is always there, and
     * tells whose they are. What is read to decide on a claim must be read by a later statement: a statement that waited
     * for the lock still looks at what was there before it waited.
     */
    static Optional<OrganizationId> lock(Tx tx, ProjectId project, Workload workload) {
        return tx.sql()
                .select(RESOURCE_LIMIT.ORGANIZATION_ID)
                .from(RESOURCE_LIMIT)
                .where(RESOURCE_LIMIT.PROJECT_ID.eq(project.value()))
                .and(RESOURCE_LIMIT.WORKLOAD.eq(workload.text()))
                .and(RESOURCE_LIMIT.FAMILY.eq(ResourceClass.EVERY_OTHER))
                .and(visible(tx))
                .forNoKeyUpdate()
                .fetchOptional(row -> new OrganizationId(row.value1()));
    }

    /** The limit that holds for a resource: its family's own, or else the one for every other family. */
    static Limit binding(Tx tx, ProjectId project, ResourceClass resource) {
        return tx.sql()
                .selectFrom(RESOURCE_LIMIT)
                .where(RESOURCE_LIMIT.PROJECT_ID.eq(project.value()))
                .and(RESOURCE_LIMIT.WORKLOAD.eq(resource.workload().text()))
                .and(RESOURCE_LIMIT.FAMILY.in(resource.family(), ResourceClass.EVERY_OTHER))
                .orderBy(DSL.case_()
                        .when(RESOURCE_LIMIT.FAMILY.eq(ResourceClass.EVERY_OTHER), 1)
                        .else_(0))
                .limit(1)
                .fetchSingle(LimitStore::limit);
    }

    static List<Limit> of(Tx tx, ProjectId project) {
        return tx.sql()
                .selectFrom(RESOURCE_LIMIT)
                .where(RESOURCE_LIMIT.PROJECT_ID.eq(project.value()))
                .and(visible(tx))
                .orderBy(RESOURCE_LIMIT.WORKLOAD.desc(), RESOURCE_LIMIT.FAMILY)
                .fetch(LimitStore::limit);
    }

    static Optional<CardEquivalents> max(Tx tx, ProjectId project, ResourceClass resource) {
        return tx.sql()
                .select(RESOURCE_LIMIT.MAX_UNITS)
                .from(RESOURCE_LIMIT)
                .where(RESOURCE_LIMIT.PROJECT_ID.eq(project.value()))
                .and(RESOURCE_LIMIT.WORKLOAD.eq(resource.workload().text()))
                .and(RESOURCE_LIMIT.FAMILY.eq(resource.family()))
                .fetchOptional(row -> new CardEquivalents(row.value1()));
    }

    /** Writes a limit, as the platform. */
    static void put(Tx tx, Limit limit) {
        tx.sql()
                .insertInto(RESOURCE_LIMIT)
                .set(RESOURCE_LIMIT.ORGANIZATION_ID, limit.organization().value())
                .set(RESOURCE_LIMIT.PROJECT_ID, limit.project().value())
                .set(RESOURCE_LIMIT.WORKLOAD, limit.resource().workload().text())
                .set(RESOURCE_LIMIT.FAMILY, limit.resource().family())
                .set(RESOURCE_LIMIT.MAX_UNITS, limit.max().parts())
                .set(RESOURCE_LIMIT.UPDATED_AT, tx.timestamp())
                .onConflict(RESOURCE_LIMIT.PROJECT_ID, RESOURCE_LIMIT.WORKLOAD, RESOURCE_LIMIT.FAMILY)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }

    private static Limit limit(Record row) {
        return new Limit(
                new OrganizationId(row.get(RESOURCE_LIMIT.ORGANIZATION_ID)),
                new ProjectId(row.get(RESOURCE_LIMIT.PROJECT_ID)),
                new ResourceClass(Workload.of(row.get(RESOURCE_LIMIT.WORKLOAD)), row.get(RESOURCE_LIMIT.FAMILY)),
                new CardEquivalents(row.get(RESOURCE_LIMIT.MAX_UNITS)));
    }

    private static Condition visible(Tx tx) {
        return tx.caller()
                .organization()
                .map(own -> RESOURCE_LIMIT.ORGANIZATION_ID.eq(own.value()))
                .orElse(DSL.noCondition());
    }
}
