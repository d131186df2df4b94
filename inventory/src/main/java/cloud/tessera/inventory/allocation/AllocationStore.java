package cloud.tessera.inventory.allocation;

import static cloud.tessera.inventory.tables.Tables.ALLOCATION;
import static cloud.tessera.inventory.tables.Tables.RELOCATION;
import static cloud.tessera.inventory.tables.Tables.SITE;
import static cloud.tessera.inventory.tables.Tables.WORKLOAD;

import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The SQL of allocations. */
final class AllocationStore {
    private static final Field<OffsetDateTime> METERED = DSL.field(DSL.select(DSL.max(WORKLOAD.METERED_UNTIL))
                    .from(WORKLOAD)
                    .where(WORKLOAD.CLAIM_ID.eq(ALLOCATION.ID)))
            .as("metered");

    private static final Field<OffsetDateTime> RELOCATES = DSL.field(
                    DSL.select(RELOCATION.AT).from(RELOCATION).where(RELOCATION.CLAIM_ID.eq(ALLOCATION.ID)))
            .as("relocates");

    private AllocationStore() {}

    static void insert(Tx tx, Allocation a) {
        tx.sql()
                .insertInto(ALLOCATION)
                .set(ALLOCATION.ID, a.id().value())
                .set(ALLOCATION.ORGANIZATION_ID, a.organization().value())
                .set(ALLOCATION.PROJECT_ID, a.project().value())
                .set(ALLOCATION.NAME, a.name())
                .set(ALLOCATION.MODEL, a.shape().model())
                .set(ALLOCATION.PROFILE, a.shape().profile())
                .set(ALLOCATION.QUANTITY, a.shape().quantity())
                .set(ALLOCATION.GANG, a.shape().gang())
                .set(ALLOCATION.CPU_MILLI, a.shape().cpuMilli())
                .set(ALLOCATION.MEMORY_MIB, a.shape().memoryMib())
                .set(ALLOCATION.SKU, a.sku())
                .set(ALLOCATION.SITE, a.site())
                .set(ALLOCATION.IMAGE, a.image())
                .set(ALLOCATION.TIER, a.kind().tier().text())
                .set(ALLOCATION.MOVABLE, a.kind().movable())
                .set(ALLOCATION.REPLICAS, a.kind().replicas())
                .set(ALLOCATION.BEGINS_AT, time(a.beginsAt()))
                .set(ALLOCATION.STATE, a.state().text())
                .set(ALLOCATION.DUE_AT, time(a.beginsAt() == null ? a.createdAt() : a.beginsAt()))
                .set(ALLOCATION.CREATED_BY, a.createdBy())
                .set(ALLOCATION.CREATED_AT, time(a.createdAt()))
                .execute();
    }

    static Optional<Allocation> find(Tx tx, UUID id) {
        return select(tx).where(ALLOCATION.ID.eq(id)).and(visible(tx)).fetchOptional(AllocationStore::allocation);
    }

    static Optional<Allocation> lock(Tx tx, UUID id) {
        return select(tx)
                .where(ALLOCATION.ID.eq(id))
                .and(visible(tx))
                .forNoKeyUpdate()
                .of(ALLOCATION)
                .fetchOptional(AllocationStore::allocation);
    }

    static List<Allocation> list(
            Tx tx, @Nullable ProjectId project, @Nullable Stage stage, @Nullable UUID before, int most) {
        return select(tx)
                .where(visible(tx))
                .and(stage == null ? DSL.noCondition() : in(stage))
                .and(project == null ? DSL.noCondition() : ALLOCATION.PROJECT_ID.eq(project.value()))
                .and(before == null ? DSL.noCondition() : ALLOCATION.ID.lt(before))
                .orderBy(ALLOCATION.ID.desc())
                .limit(most)
                .fetch(AllocationStore::allocation);
    }

    private static Condition in(Stage stage) {
        return switch (stage) {
            case RUNNING -> ALLOCATION.DUE_AT.isNotNull();
            case COMING -> DSL.falseCondition();
            case ENDED -> ALLOCATION.DUE_AT.isNull();
        };
    }

    static SelectJoinStep<Record> select(Tx tx) {
        return tx.sql().select(ALLOCATION.fields()).select(METERED, RELOCATES).from(ALLOCATION);
    }

    /** A caller of an organization sees its own, a key that is bound to a project sees that project, the platform all. */
    private static Condition visible(Tx tx) {
        Condition own = tx.caller()
                .organization()
                .map(organization -> ALLOCATION.ORGANIZATION_ID.eq(organization.value()))
                .orElse(DSL.noCondition());
        return tx.caller() instanceof Caller.Key key
                ? own.and(key.project()
                        .map(project -> ALLOCATION.PROJECT_ID.eq(project.value()))
                        .orElse(DSL.noCondition()))
                : own;
    }

    // For the life cycle

    static List<Allocation> due(Tx tx, int most) {
        return select(tx)
                .where(ALLOCATION.DUE_AT.le(tx.timestamp()))
                .and(reachable())
                .orderBy(ALLOCATION.DUE_AT, ALLOCATION.ID)
                .limit(most)
                .fetch(AllocationStore::allocation);
    }

    static Optional<Instant> nextDue(Tx tx) {
        return tx.sql()
                .select(ALLOCATION.DUE_AT)
                .from(ALLOCATION)
                .where(ALLOCATION.DUE_AT.isNotNull())
                .and(reachable())
                .orderBy(ALLOCATION.DUE_AT)
                .limit(1)
                .fetchOptional(row -> row.value1().toInstant());
    }

    static Condition reachable() {
        return ALLOCATION.SITE.notIn(DSL.select(SITE.CODE).from(SITE).where(SITE.LINK.eq("down")));
    }

    static List<Allocation> of(Tx tx, Collection<UUID> claims) {
        return select(tx)
                .where(ALLOCATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .and(ALLOCATION.DUE_AT.isNotNull())
                .orderBy(ALLOCATION.ID)
                .forNoKeyUpdate()
                .of(ALLOCATION)
                .fetch(AllocationStore::allocation);
    }

    static List<Allocation> notOver(Tx tx, Collection<UUID> claims) {
        return select(tx)
                .where(ALLOCATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .and(ALLOCATION.DUE_AT.isNotNull())
                .orderBy(ALLOCATION.ID)
                .fetch(AllocationStore::allocation);
    }

    static int failedSince(Tx tx, Collection<UUID> claims, Instant since) {
        return tx.sql()
                .fetchCount(tx.sql()
                        .selectOne()
                        .from(ALLOCATION)
                        .where(ALLOCATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                        .and(ALLOCATION.STATE.eq("failed"))
                        .and(ALLOCATION.RELEASED_AT.ge(time(since))));
    }

    static boolean[] advance(Tx tx, List<AllocationSteps.Step> steps) {
        int[] counts = tx.sql()
                .batch(steps.stream().map(step -> update(tx, step)).toList())
                .execute();
        boolean[] done = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            done[i] = counts[i] == 1;
        }
        return done;
    }

    private static Query update(Tx tx, AllocationSteps.Step step) {
        var update = tx.sql()
                .update(ALLOCATION)
                .set(ALLOCATION.STATE, step.after().text())
                .set(ALLOCATION.DUE_AT, time(step.dueAt()))
                .set(ALLOCATION.PREEMPT_AT, time(step.preemptAt()))
                .set(ALLOCATION.PLACE, step.place())
                .set(ALLOCATION.VERSION, ALLOCATION.VERSION.plus(1));
        switch (step.after()) {
            case AllocationState.Active active ->
                update = update.set(
                        ALLOCATION.READY_AT, DSL.coalesce(ALLOCATION.READY_AT, DSL.val(time(active.readyAt()))));
            case AllocationState.Releasing releasing ->
                update = update.set(ALLOCATION.RELEASE_ASKED_AT, time(releasing.askedAt()));
            case AllocationState.Released released -> update = update.set(ALLOCATION.RELEASED_AT, time(released.at()));
            case AllocationState.Failed failed ->
                update = update.set(ALLOCATION.RELEASED_AT, time(failed.at())).set(ALLOCATION.REASON, failed.reason());
            case AllocationState.Moving moving -> update = update.set(ALLOCATION.MOVE_UNTIL, time(moving.until()));
            case AllocationState.Preempted preempted ->
                update = update.set(ALLOCATION.RELEASED_AT, time(preempted.at()));
            case AllocationState.Provisioning _, AllocationState.Preempting _ -> {}
        }
        return update.where(ALLOCATION.ID.eq(step.before().id().value()))
                .and(ALLOCATION.STATE.eq(step.before().state().text()))
                .and(ALLOCATION.VERSION.eq(step.before().version()));
    }

    static void postpone(Tx tx, Collection<UUID> claims, Instant until) {
        tx.sql()
                .update(ALLOCATION)
                .set(ALLOCATION.DUE_AT, time(until))
                .where(ALLOCATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .and(ALLOCATION.DUE_AT.le(tx.timestamp()))
                .execute();
    }

    static Map<UUID, Instant> released(Tx tx, Collection<UUID> claims) {
        return tx.sql()
                .select(ALLOCATION.ID, ALLOCATION.RELEASE_ASKED_AT)
                .from(ALLOCATION)
                .where(ALLOCATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .and(ALLOCATION.RELEASE_ASKED_AT.isNotNull())
                .fetchMap(ALLOCATION.ID, row -> known(row.get(ALLOCATION.RELEASE_ASKED_AT)));
    }

    static int lookAtAll(Tx tx) {
        return tx.sql()
                .update(ALLOCATION)
                .set(ALLOCATION.DUE_AT, tx.timestamp())
                .where(ALLOCATION.STATE.eq("active"))
                .execute();
    }

    static Allocation allocation(Record row) {
        return new Allocation(
                new AllocationId(row.get(ALLOCATION.ID)),
                new OrganizationId(row.get(ALLOCATION.ORGANIZATION_ID)),
                new ProjectId(row.get(ALLOCATION.PROJECT_ID)),
                row.get(ALLOCATION.NAME),
                new Shape(
                        row.get(ALLOCATION.MODEL),
                        row.get(ALLOCATION.PROFILE),
                        row.get(ALLOCATION.QUANTITY),
                        row.get(ALLOCATION.GANG),
                        row.get(ALLOCATION.CPU_MILLI),
                        row.get(ALLOCATION.MEMORY_MIB)),
                row.get(ALLOCATION.SITE),
                row.get(ALLOCATION.IMAGE),
                new Kind(Tier.of(row.get(ALLOCATION.TIER)), row.get(ALLOCATION.MOVABLE), row.get(ALLOCATION.REPLICAS)),
                row.get(ALLOCATION.SKU),
                state(row),
                instant(row.get(ALLOCATION.READY_AT)),
                instant(row.get(ALLOCATION.RELEASE_ASKED_AT)),
                instant(row.get(METERED)),
                instant(row.get(ALLOCATION.BEGINS_AT)),
                instant(row.get(ALLOCATION.PREEMPT_AT)),
                row.get(ALLOCATION.PLACE),
                instant(row.get(RELOCATES)),
                row.get(ALLOCATION.CREATED_BY),
                row.get(ALLOCATION.CREATED_AT).toInstant(),
                row.get(ALLOCATION.VERSION));
    }

    private static AllocationState state(Record row) {
        return switch (row.get(ALLOCATION.STATE)) {
            case "provisioning" -> new AllocationState.Provisioning();
            case "active" -> new AllocationState.Active(known(row.get(ALLOCATION.READY_AT)));
            case "moving" ->
                new AllocationState.Moving(
                        known(row.get(ALLOCATION.READY_AT)),
                        row.get(ALLOCATION.PLACE),
                        known(row.get(ALLOCATION.MOVE_UNTIL)));
            case "preempting" -> new AllocationState.Preempting(known(row.get(ALLOCATION.PREEMPT_AT)));
            case "preempted" -> new AllocationState.Preempted(known(row.get(ALLOCATION.RELEASED_AT)));
            case "releasing" -> new AllocationState.Releasing(known(row.get(ALLOCATION.RELEASE_ASKED_AT)));
            case "released" -> new AllocationState.Released(known(row.get(ALLOCATION.RELEASED_AT)));
            case "failed" ->
                new AllocationState.Failed(
                        known(row.get(ALLOCATION.RELEASED_AT)),
                        Objects.requireNonNullElse(row.get(ALLOCATION.REASON), ""));
            case String other -> throw new IllegalStateException("Not a state of an allocation: " + other);
        };
    }

    static Instant known(@Nullable OffsetDateTime time) {
        return Objects.requireNonNull(time).toInstant();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable UUID cursor(Page.Request page) {
        String after = page.after();
        try {
            return after == null ? null : AllocationId.of(after).value();
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("invalid_cursor", "This is not a cursor of this list.", "after")
                    .asException();
        }
    }
}
