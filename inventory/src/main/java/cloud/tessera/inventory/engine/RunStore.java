package cloud.tessera.inventory.engine;

import static cloud.tessera.inventory.tables.Tables.SITE;
import static cloud.tessera.inventory.tables.Tables.UTILISATION;
import static cloud.tessera.inventory.tables.Tables.WORKLOAD;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Json;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Select;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The SQL of runs and of how busy they are. */
final class RunStore {
    private RunStore() {}

    static void open(Tx tx, List<Runs.Opened> runs) {
        for (Runs.Opened run : runs) {
            tx.sql()
                    .insertInto(WORKLOAD)
                    .set(WORKLOAD.CLAIM_ID, run.task().claim())
                    .set(WORKLOAD.ATTEMPT, run.task().attempt())
                    .set(WORKLOAD.ORGANIZATION_ID, run.organization().value())
                    .set(WORKLOAD.PROJECT_ID, run.project().value())
                    .set(WORKLOAD.ENGINE, run.engine())
                    .set(WORKLOAD.TASK, Json.jsonb(run.task()))
                    .set(WORKLOAD.UPDATED_AT, tx.timestamp())
                    .onConflictDoNothing()
                    .execute();
        }
    }

    static Map<UUID, Run> last(Tx tx, Collection<UUID> claims) {
        Map<UUID, Run> runs = new HashMap<>();
        if (!claims.isEmpty()) {
            tx.sql()
                    .select(WORKLOAD.fields())
                    .distinctOn(WORKLOAD.CLAIM_ID)
                    .from(WORKLOAD)
                    .where(WORKLOAD.CLAIM_ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                    .orderBy(
                            WORKLOAD.CLAIM_ID,
                            DSL.field(WORKLOAD.ENDED_AT.isNull()).desc(),
                            WORKLOAD.ATTEMPT.desc())
                    .forEach(row -> runs.put(row.get(WORKLOAD.CLAIM_ID), run(row)));
        }
        return runs;
    }

    static int attemptsSinceReady(Tx tx, UUID claim) {
        var ready = DSL.max(WORKLOAD.ATTEMPT).filterWhere(WORKLOAD.READY_AT.isNotNull());
        return tx.sql()
                .select(DSL.coalesce(DSL.max(WORKLOAD.ATTEMPT), 0).minus(DSL.coalesce(ready, 0)))
                .from(WORKLOAD)
                .where(WORKLOAD.CLAIM_ID.eq(claim))
                .fetchSingle()
                .value1();
    }

    static void ready(Tx tx, List<Runs.Ready> runs) {
        if (runs.isEmpty()) {
            return;
        }
        tx.sql()
                .batch(runs.stream()
                        .map(run -> tx.sql()
                                .update(WORKLOAD)
                                .set(WORKLOAD.READY_AT, DSL.coalesce(WORKLOAD.READY_AT, DSL.val(time(run.at()))))
                                .set(WORKLOAD.ADDRESS, run.access().address())
                                .set(WORKLOAD.TOKEN, run.access().token())
                                .set(WORKLOAD.UPDATED_AT, tx.timestamp())
                                .where(WORKLOAD.CLAIM_ID.eq(run.claim()))
                                .and(WORKLOAD.ATTEMPT.eq(run.attempt())))
                        .toList())
                .execute();
    }

    static void end(Tx tx, List<Runs.Ended> ended) {
        if (ended.isEmpty()) {
            return;
        }
        tx.sql()
                .batch(ended.stream()
                        .map(run -> tx.sql()
                                .update(WORKLOAD)
                                .set(
                                        WORKLOAD.ENDED_AT,
                                        DSL.greatest(
                                                DSL.val(time(run.at())),
                                                DSL.coalesce(WORKLOAD.READY_AT, DSL.val(time(run.at())))))
                                .set(WORKLOAD.UPDATED_AT, tx.timestamp())
                                .where(WORKLOAD.CLAIM_ID.eq(run.claim()))
                                .and(WORKLOAD.ENDED_AT.isNull()))
                        .toList())
                .execute();
    }

    static int nextAttempt(Tx tx, UUID claim) {
        return tx.sql()
                .select(DSL.coalesce(DSL.max(WORKLOAD.ATTEMPT), 0).plus(1))
                .from(WORKLOAD)
                .where(WORKLOAD.CLAIM_ID.eq(claim))
                .fetchSingle()
                .value1();
    }

    static void endBefore(Tx tx, UUID claim, int attempt, Instant at) {
        end(tx, claim, WORKLOAD.ATTEMPT.lt(attempt), at);
    }

    static void endOne(Tx tx, UUID claim, int attempt, Instant at) {
        end(tx, claim, WORKLOAD.ATTEMPT.eq(attempt), at);
    }

    private static void end(Tx tx, UUID claim, Condition which, Instant at) {
        tx.sql()
                .update(WORKLOAD)
                .set(
                        WORKLOAD.ENDED_AT,
                        DSL.greatest(DSL.val(time(at)), DSL.coalesce(WORKLOAD.READY_AT, DSL.val(time(at)))))
                .set(WORKLOAD.UPDATED_AT, tx.timestamp())
                .where(WORKLOAD.CLAIM_ID.eq(claim))
                .and(WORKLOAD.ENDED_AT.isNull())
                .and(which)
                .execute();
    }

    static List<Run> toStop(Tx tx, UUID claim) {
        return tx.sql()
                .select(WORKLOAD.fields())
                .from(WORKLOAD)
                .where(WORKLOAD.CLAIM_ID.eq(claim))
                .and(WORKLOAD.ENDED_AT.isNotNull())
                .and(WORKLOAD.STOPPED_AT.isNull())
                .orderBy(WORKLOAD.ATTEMPT)
                .fetch(RunStore::run);
    }

    static List<Run> toStop(Tx tx, int most) {
        return tx.sql()
                .select(WORKLOAD.fields())
                .from(WORKLOAD)
                .where(WORKLOAD.ENDED_AT.isNotNull())
                .and(WORKLOAD.STOPPED_AT.isNull())
                .and(site().notIn(unreachableSites()))
                .orderBy(WORKLOAD.UPDATED_AT, WORKLOAD.CLAIM_ID, WORKLOAD.ATTEMPT)
                .limit(most)
                .fetch(RunStore::run);
    }

    private static Select<Record1<String>> unreachableSites() {
        return DSL.select(SITE.CODE).from(SITE).where(SITE.LINK.eq("down"));
    }

    static void stopped(Tx tx, List<Run> runs, boolean are) {
        if (runs.isEmpty()) {
            return;
        }
        tx.sql()
                .batch(runs.stream()
                        .map(run -> tx.sql()
                                .update(WORKLOAD)
                                .set(WORKLOAD.STOPPED_AT, are ? tx.timestamp() : null)
                                .set(WORKLOAD.UPDATED_AT, tx.timestamp())
                                .where(WORKLOAD.CLAIM_ID.eq(run.task().claim()))
                                .and(WORKLOAD.ATTEMPT.eq(run.task().attempt()))
                                .and(WORKLOAD.STOPPED_AT.isNull()))
                        .toList())
                .execute();
    }

    static List<Run> toMeter(Tx tx, @Nullable UUID after, int most) {
        return tx.sql()
                .select(WORKLOAD.fields())
                .from(WORKLOAD)
                .where(WORKLOAD.READY_AT.isNotNull())
                .and(WORKLOAD.ENDED_AT
                        .isNull()
                        .or(WORKLOAD.METERED_UNTIL.isNull())
                        .or(WORKLOAD.METERED_UNTIL.lt(WORKLOAD.ENDED_AT)))
                .and(site().notIn(unreachableSites()))
                .and(after == null ? DSL.noCondition() : WORKLOAD.CLAIM_ID.gt(after))
                .orderBy(WORKLOAD.CLAIM_ID, WORKLOAD.ATTEMPT)
                .limit(most)
                .fetch(RunStore::run);
    }

    static int unreachable(Tx tx) {
        return tx.sql()
                .fetchCount(tx.sql()
                        .selectOne()
                        .from(WORKLOAD)
                        .join(SITE)
                        .on(SITE.CODE.eq(site()))
                        .where(SITE.LINK.eq("down"))
                        .and(WORKLOAD.READY_AT.isNotNull())
                        .and(WORKLOAD.ENDED_AT
                                .isNull()
                                .or(WORKLOAD.METERED_UNTIL.isNull())
                                .or(WORKLOAD.METERED_UNTIL.lt(WORKLOAD.ENDED_AT))));
    }

    private static Field<String> site() {
        return DSL.field("{0} ->> 'site'", String.class, WORKLOAD.TASK);
    }

    static boolean[] metered(Tx tx, List<Runs.Taken> taken) {
        int[] counts = tx.sql()
                .batch(taken.stream()
                        .map(run -> tx.sql()
                                .update(WORKLOAD)
                                .set(WORKLOAD.METERED_UNTIL, time(run.until()))
                                .set(WORKLOAD.UPDATED_AT, tx.timestamp())
                                .where(WORKLOAD.CLAIM_ID.eq(run.claim()))
                                .and(WORKLOAD.ATTEMPT.eq(run.attempt()))
                                .and(WORKLOAD.METERED_UNTIL.isNotDistinctFrom(
                                        run.before() == null ? null : time(run.before())))
                                .and(WORKLOAD.ENDED_AT.isNull().or(WORKLOAD.ENDED_AT.ge(time(run.until())))))
                        .toList())
                .execute();
        boolean[] moved = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            moved[i] = counts[i] == 1;
        }
        return moved;
    }

    static List<Run> running(Tx tx) {
        return tx.sql()
                .select(WORKLOAD.fields())
                .from(WORKLOAD)
                .where(WORKLOAD.READY_AT.isNotNull())
                .and(WORKLOAD.ENDED_AT.isNull())
                .and(site().notIn(unreachableSites()))
                .orderBy(WORKLOAD.CLAIM_ID)
                .fetch(RunStore::run);
    }

    static Optional<Access> access(Tx tx, UUID claim) {
        return tx.sql()
                .selectFrom(WORKLOAD)
                .where(WORKLOAD.CLAIM_ID.eq(claim))
                .and(WORKLOAD.READY_AT.isNotNull())
                .and(WORKLOAD.ENDED_AT.isNull())
                .orderBy(WORKLOAD.ATTEMPT.desc())
                .limit(1)
                .fetchOptional(row -> new Access(row.getAddress(), row.getToken()));
    }

    static void sampled(Tx tx, List<Runs.Sampled> samples) {
        if (samples.isEmpty()) {
            return;
        }
        tx.sql()
                .batch(samples.stream()
                        .map(each -> tx.sql()
                                .insertInto(UTILISATION)
                                .set(UTILISATION.CLAIM_ID, each.claim())
                                .set(UTILISATION.AT, time(each.sample().at()))
                                .set(
                                        UTILISATION.ORGANIZATION_ID,
                                        each.organization().value())
                                .set(UTILISATION.BUSY, each.sample().busy())
                                .set(UTILISATION.MEMORY, each.sample().memory())
                                .onConflictDoNothing())
                        .toList())
                .execute();
    }

    static List<Sample> utilisation(Tx tx, UUID claim, TimeWindow window) {
        return tx.sql()
                .selectFrom(UTILISATION)
                .where(UTILISATION.CLAIM_ID.eq(claim))
                .and(UTILISATION.AT.ge(time(window.start())))
                .and(UTILISATION.AT.lt(time(window.end())))
                .orderBy(UTILISATION.AT)
                .fetch(row -> new Sample(row.getAt().toInstant(), row.getBusy(), row.getMemory()));
    }

    static int forgetSamples(Tx tx, Instant before, int most) {
        return tx.sql()
                .deleteFrom(UTILISATION)
                .where(DSL.row(UTILISATION.CLAIM_ID, UTILISATION.AT)
                        .in(DSL.select(UTILISATION.CLAIM_ID, UTILISATION.AT)
                                .from(UTILISATION)
                                .where(UTILISATION.AT.lt(time(before)))
                                .limit(most)))
                .execute();
    }

    private static Run run(Record row) {
        return new Run(
                Json.read(row.get(WORKLOAD.TASK), Task.class),
                new OrganizationId(row.get(WORKLOAD.ORGANIZATION_ID)),
                new ProjectId(row.get(WORKLOAD.PROJECT_ID)),
                row.get(WORKLOAD.ENGINE),
                instant(row.get(WORKLOAD.READY_AT)),
                instant(row.get(WORKLOAD.ENDED_AT)),
                instant(row.get(WORKLOAD.METERED_UNTIL)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
