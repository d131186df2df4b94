package cloud.tessera.inventory.maintenance;

import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what was to be moved for a window has gone when it begins: moves that came to nothing are tried again, and
 * what still runs there then is stopped and started elsewhere, or fails where there is no other place.
 */
@Singleton
public final class MaintenanceKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceKeeper.class);
    private static final String UNDER_WAY = "Its cards are under maintenance";

    private final Transactions transactions;
    private final Calendar calendar;
    private final LifeCycle life;
    private final Settling settling;

    public MaintenanceKeeper(Transactions transactions, Calendar calendar, LifeCycle life, Moves moves) {
        this.transactions = transactions;
        this.calendar = calendar;
        this.life = life;
        settling = new Settling(calendar, moves);
    }

    /** Looks after every claim that has not settled and says how many have now; for a job, every minute. */
    public int keep(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        int settled = 0;
        for (MaintenanceStore.Unsettled each : transactions.run(job, tx -> MaintenanceStore.unsettled(tx, null))) {
            try {
                settled += keep(job, each) ? 1 : 0;
            } catch (RuntimeException e) {
                LOG.error("Claim {} could not be brought away for a window", each.claim(), e);
            }
        }
        return settled;
    }

    private boolean keep(Caller job, MaintenanceStore.Unsettled it) {
        Settling.Look look = look(job, it);
        if (look == Settling.Look.EVICT) {
            life.evict(job, it.claim(), UNDER_WAY);
            look = look(job, it);
        }
        return look == Settling.Look.SETTLED;
    }

    private Settling.Look look(Caller job, MaintenanceStore.Unsettled it) {
        try (Proposals proposals = calendar.proposals(job)) {
            return transactions.run(job, tx -> {
                proposals.restart();
                return settling.look(tx, proposals, it);
            });
        }
    }
}
