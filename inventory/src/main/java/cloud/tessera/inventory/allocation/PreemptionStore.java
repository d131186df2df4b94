package cloud.tessera.inventory.allocation;

import static cloud.tessera.inventory.tables.Tables.ALLOCATION;

import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.placement.GiveWay;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;

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
                .fetch(row -> {
                    Allocation a = AllocationStore.allocation(row);
                    return new GiveWay.Candidate(
                            a.id().value(),
                            Catalogue.shipped().units(a.shape()).parts()
                                    * a.kind().replicas(),
                            Span.micros(a.createdAt()));
                });
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

    static Map<UUID, Instant> givingWay(Tx tx, Collection<UUID> claims) {
        return tx.sql()
                .select(ALLOCATION.ID, ALLOCATION.PREEMPT_AT)
                .from(ALLOCATION)
                .where(ALLOCATION.ID.eq(DSL.any(claims.toArray(UUID[]::new))))
                .and(ALLOCATION.STATE.eq("preempting"))
                .fetchMap(ALLOCATION.ID, row -> AllocationStore.known(row.get(ALLOCATION.PREEMPT_AT)));
    }
}
