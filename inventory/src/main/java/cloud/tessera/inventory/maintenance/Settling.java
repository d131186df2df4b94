package cloud.tessera.inventory.maintenance;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.quota.transaction.Tx;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What becomes of allocations that make way for a window by moving. Their old tiles end where the window begins, so a move
 * that comes to nothing is tried again, and what has not moved by then has to go.
 */
final class Settling {
    private final Calendar calendar;
    private final Moves moves;

    Settling(Calendar calendar, Moves moves) {
        this.calendar = calendar;
        this.moves = moves;
    }

    /** What one look came to. */
    enum Look {
        /** It has another place, or needs none any more. */
        SETTLED,
        /** It is moving, or is to be moved when there is a place. */
        WAITS,
        /** Its time on these cards is over. */
        EVICT
    }

    /** Looks after one claim, which it locks, and notes it where it has settled. */
    Look look(Tx tx, Proposals proposals, MaintenanceStore.Unsettled it) {
        Look look = AllocationSteps.of(tx, List.of(it.claim())).stream()
                .findFirst()
                .map(allocation -> look(tx, proposals, allocation, it))
                .orElse(Look.SETTLED);
        if (look == Look.SETTLED) {
            MaintenanceStore.settle(tx, it);
        }
        return look;
    }

    private Look look(Tx tx, Proposals proposals, Allocation allocation, MaintenanceStore.Unsettled it) {
        UUID claim = it.claim();
        return switch (allocation.state()) {
            case AllocationState.Releasing _, AllocationState.Preempting _, AllocationState.Over _ -> Look.SETTLED;
            case AllocationState.Provisioning _, AllocationState.Active _, AllocationState.Moving _ -> {
                if (allocation.preemptAt() != null
                        || calendar.openEnded(tx, List.of(claim)).contains(claim)
                        || (it.cancelled() && moves.stay(tx, proposals, allocation))) {
                    yield Look.SETTLED;
                }
                if (!tx.now().isBefore(it.start())) {
                    yield Look.EVICT;
                }
                moves.start(tx, proposals, allocation, Set.of(), "Its cards are to be maintained.");
                yield Look.WAITS;
            }
        };
    }
}
