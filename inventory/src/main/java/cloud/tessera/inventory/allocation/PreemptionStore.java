package cloud.tessera.inventory.allocation;

import static cloud.tessera.inventory.tables.Tables.ALLOCATION;

import cloud.tessera.inventory.placement.GiveWay;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The SQL of allocations that give way to others. */
final class PreemptionStore {
    private PreemptionStore() {}

    /** Preemptible allocations that run and that nobody stands behind yet, the youngest first. */
    static List<GiveWay.Candidate> mayGiveWay(Tx tx, String site, String model, int most) {
        return AllocationStore.select(tx)
                .where(ALLOCATION.SITE.eq(site))
                .and(ALLOCATION.MODEL.eq(model))
                .and(givesWay())
                .orderBy(ALLOCATION.ID.desc())
                .limit(most)
                .fetch(row -> RelocationStore.candidate(AllocationStore.allocation(row)));
    }

    /** Those of some that still may give way, locked; what another transaction has locked is left out. */
    static List<Allocation> lockFree(Tx tx, Collection<UUID> claims) {
        return AllocationStore.select(tx)
                .where(ALLOCATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .and(givesWay())
                .orderBy(ALLOCATION.ID)
                .forNoKeyUpdate()
                .of(ALLOCATION)
                .skipLocked()
                .fetch(AllocationStore::allocation);
    }

    private static Condition givesWay() {
        return ALLOCATION
                .TIER
                .eq(Tier.PREEMPTIBLE.text())
                .and(ALLOCATION.DUE_AT.isNotNull())
                .and(ALLOCATION.STATE.in("provisioning", "active"))
                .and(ALLOCATION.PREEMPT_AT.isNull());
    }

    static void setAsker(Tx tx, Collection<UUID> claims, @Nullable UUID asker) {
        tx.sql()
                .update(ALLOCATION)
                .set(ALLOCATION.PREEMPTED_FOR, asker)
                .where(ALLOCATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .execute();
    }

    static List<UUID> givingWayToNobody(Tx tx, int most) {
        return tx.sql()
                .select(ALLOCATION.ID)
                .from(ALLOCATION)
                .where(ALLOCATION.PREEMPT_AT.gt(tx.timestamp()))
                .and(ALLOCATION.STATE.in("provisioning", "active", "preempting"))
                .and(RelocationStore.holdsNothing(tx, ALLOCATION.PREEMPTED_FOR))
                .orderBy(ALLOCATION.ID)
                .limit(most)
                .fetch(ALLOCATION.ID);
    }

    static Map<UUID, Instant> givingWay(Tx tx, Collection<UUID> claims) {
        return tx.sql()
                .select(ALLOCATION.ID, ALLOCATION.PREEMPT_AT)
                .from(ALLOCATION)
                .where(ALLOCATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .and(ALLOCATION.STATE.eq("preempting"))
                .fetchMap(ALLOCATION.ID, row -> AllocationStore.known(row.get(ALLOCATION.PREEMPT_AT)));
    }
}
