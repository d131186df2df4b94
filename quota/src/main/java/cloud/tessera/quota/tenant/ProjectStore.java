package cloud.tessera.quota.tenant;

import static cloud.tessera.quota.tables.Tables.PROJECT;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Tx;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Projects as they are stored. */
final class ProjectStore {
    private ProjectStore() {}

    /** False where the organization has a project of that name. */
    static boolean insert(Tx tx, Project made) {
        return tx.sql()
                        .insertInto(PROJECT)
                        .set(PROJECT.ID, made.id().value())
                        .set(PROJECT.ORGANIZATION_ID, made.organization().value())
                        .set(PROJECT.NAME, made.name())
                        .set(PROJECT.CREATED_AT, tx.timestamp())
                        .onConflict(PROJECT.ORGANIZATION_ID, PROJECT.NAME)
                        .doNothing()
                        .execute()
                == 1;
    }

    static Optional<Project> find(Tx tx, ProjectId id) {
        return tx.sql()
                .selectFrom(PROJECT)
                .where(PROJECT.ID.eq(id.value()))
                .and(tx.caller()
                        .organization()
                        .map(own -> PROJECT.ORGANIZATION_ID.eq(own.value()))
                        .orElse(DSL.noCondition()))
                .fetchOptional(ProjectStore::project);
    }

    static Later<List<Project>> find(Tx tx, Collection<ProjectId> ids) {
        return tx.ask(
                "select id, organization_id, name, created_at from quota.project where id = any(?::uuid[])",
                row -> new Project(
                        new ProjectId(row.getObject(1, UUID.class)),
                        new OrganizationId(row.getObject(2, UUID.class)),
                        row.getString(3),
                        row.getObject(4, OffsetDateTime.class).toInstant()),
                (Object) ids.stream().map(ProjectId::value).distinct().toArray());
    }

    static List<Project> of(Tx tx, OrganizationId organization) {
        return tx.sql()
                .selectFrom(PROJECT)
                .where(PROJECT.ORGANIZATION_ID.eq(organization.value()))
                .orderBy(PROJECT.NAME)
                .fetch(ProjectStore::project);
    }

    private static Project project(Record row) {
        return new Project(
                new ProjectId(row.get(PROJECT.ID)),
                new OrganizationId(row.get(PROJECT.ORGANIZATION_ID)),
                row.get(PROJECT.NAME),
                row.get(PROJECT.CREATED_AT).toInstant());
    }
}
