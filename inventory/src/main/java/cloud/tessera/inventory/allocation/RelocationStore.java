package cloud.tessera.inventory.allocation;

import static cloud.tessera.inventory.tables.Tables.ALLOCATION;
import static cloud.tessera.inventory.tables.Tables.RELOCATION;

import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.placement.GiveWay;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The SQL of allocations that have another place from a moment on. */
final class RelocationStore {
    private RelocationStore() {}

    /**
     * On-demand allocations that run and may be given another place, the youngest first.
     *
     * @param movable only those that need not stop for it
     */
    static List<Allocation> mayRelocate(Tx tx, String site, String model, boolean movable, int most) {
        return AllocationStore.select(tx)
                .where(ALLOCATION.SITE.eq(site))
                .and(ALLOCATION.MODEL.eq(model))
                .and(movable ? ALLOCATION.MOVABLE : DSL.trueCondition())
                .and(mayRelocate())
                .orderBy(ALLOCATION.ID.desc())
                .limit(most)
                .fetch(AllocationStore::allocation);
    }

    static GiveWay.Candidate candidate(Allocation it) {
        return new GiveWay.Candidate(
                it.id().value(),
                Catalogue.shipped().units(it.shape()).parts() * it.kind().replicas(),
                Span.micros(it.createdAt()));
    }

    /** Those of some that still may be, locked; what another transaction has locked is left out. */
    static List<Allocation> lockFree(Tx tx, Collection<UUID> claims) {
        return AllocationStore.select(tx)
                .where(ALLOCATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .and(mayRelocate())
                .orderBy(ALLOCATION.ID)
                .forNoKeyUpdate()
                .of(ALLOCATION)
                .skipLocked()
                .fetch(AllocationStore::allocation);
    }

    private static Condition mayRelocate() {
        return ALLOCATION
                .TIER
                .eq(Tier.ON_DEMAND.text())
                .and(ALLOCATION.DUE_AT.isNotNull())
                .and(ALLOCATION.STATE.in("provisioning", "active"))
                .and(DSL.notExists(DSL.selectOne().from(RELOCATION).where(RELOCATION.CLAIM_ID.eq(ALLOCATION.ID))));
    }

    static void insert(Tx tx, Allocation it, Relocation relocation, UUID cause) {
        tx.sql()
                .insertInto(RELOCATION)
                .set(RELOCATION.CLAIM_ID, relocation.claim())
                .set(RELOCATION.ORGANIZATION_ID, it.organization().value())
                .set(RELOCATION.PLACE, relocation.place())
                .set(RELOCATION.BEGINS, relocation.begins().atOffset(ZoneOffset.UTC))
                .set(RELOCATION.AT, relocation.at().atOffset(ZoneOffset.UTC))
                .set(RELOCATION.DUE_AT, relocation.begins().atOffset(ZoneOffset.UTC))
                .set(RELOCATION.CAUSE, cause)
                .execute();
    }

    static Optional<Relocation> of(Tx tx, UUID claim) {
        return find(tx, RELOCATION.CLAIM_ID.eq(claim));
    }

    static Optional<Relocation> at(Tx tx, UUID place) {
        return find(tx, RELOCATION.PLACE.eq(place));
    }

    private static Optional<Relocation> find(Tx tx, Condition which) {
        return tx.sql().selectFrom(RELOCATION).where(which).fetchOptional(RelocationStore::relocation);
    }

    /** Those that are due, and those whose allocation is over; what is out of reach waits. */
    static List<UUID> due(Tx tx, int most) {
        return tx.sql()
                .select(RELOCATION.CLAIM_ID)
                .from(RELOCATION)
                .join(ALLOCATION)
                .on(ALLOCATION.ID.eq(RELOCATION.CLAIM_ID))
                .where(ALLOCATION
                        .DUE_AT
                        .isNull()
                        .or(RELOCATION.DUE_AT.le(tx.timestamp()).and(AllocationStore.reachable())))
                .orderBy(RELOCATION.DUE_AT, RELOCATION.CLAIM_ID)
                .limit(most)
                .fetch(RELOCATION.CLAIM_ID);
    }

    static Optional<Instant> nextDue(Tx tx) {
        return tx.sql()
                .select(DSL.min(
                        DSL.when(ALLOCATION.DUE_AT.isNull(), tx.timestamp()).otherwise(RELOCATION.DUE_AT)))
                .from(RELOCATION)
                .join(ALLOCATION)
                .on(ALLOCATION.ID.eq(RELOCATION.CLAIM_ID))
                .where(ALLOCATION.DUE_AT.isNull().or(AllocationStore.reachable()))
                .fetchOptional(row -> row.value1() == null ? null : row.value1().toInstant());
    }

    /** Those whose cause holds nothing any more. */
    static List<UUID> idle(Tx tx, int most) {
        return tx.sql()
                .select(RELOCATION.CLAIM_ID)
                .from(RELOCATION)
                .where(RELOCATION.AT.gt(tx.timestamp()))
                .and(holdsNothing(tx, RELOCATION.CAUSE))
                .orderBy(RELOCATION.CLAIM_ID)
                .limit(most)
                .fetch(RELOCATION.CLAIM_ID);
    }

    /** Whether a claim, which is not null, holds no tile from now on. */
    static Condition holdsNothing(Tx tx, Field<UUID> claim) {
        return claim.isNotNull()
                .and(DSL.condition(
                        "not exists (select 1 from inventory.occupancy o where o.claim_id = {0}"
                                + " and (upper_inf(o.during) or upper(o.during) > {1}))",
                        claim, DSL.val(tx.timestamp())));
    }

    static void postpone(Tx tx, UUID claim, Instant until) {
        tx.sql()
                .update(RELOCATION)
                .set(RELOCATION.DUE_AT, until.atOffset(ZoneOffset.UTC))
                .where(RELOCATION.CLAIM_ID.eq(claim))
                .execute();
    }

    static void forgetCause(Tx tx, UUID claim) {
        tx.sql()
                .update(RELOCATION)
                .setNull(RELOCATION.CAUSE)
                .where(RELOCATION.CLAIM_ID.eq(claim))
                .execute();
    }

    static void remove(Tx tx, UUID claim) {
        tx.sql().deleteFrom(RELOCATION).where(RELOCATION.CLAIM_ID.eq(claim)).execute();
    }

    private static Relocation relocation(Record row) {
        return new Relocation(
                row.get(RELOCATION.CLAIM_ID),
                row.get(RELOCATION.PLACE),
                row.get(RELOCATION.BEGINS).toInstant(),
                row.get(RELOCATION.AT).toInstant());
    }
}
