package cloud.tessera.inventory.maintenance;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.reservation.Rebinds;
import cloud.tessera.inventory.reservation.ReservationSteps;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings claims away from cards that still work: what has not begun is rebound, what is movable and runs is moved. */
final class Evacuation {
    private static final Logger LOG = LoggerFactory.getLogger(Evacuation.class);

    private final Transactions transactions;
    private final Calendar calendar;
    private final Rebinds rebinds;
    private final Moves moves;

    Evacuation(Transactions transactions, Calendar calendar, Rebinds rebinds, Moves moves) {
        this.transactions = transactions;
        this.calendar = calendar;
        this.rebinds = rebinds;
        this.moves = moves;
    }

    /** What became of one claim. */
    enum Result {
        REBOUND,
        MOVING,
        /** It cannot be brought away, or there is no other place. */
        LEFT
    }

    /** One claim in a transaction of its own; one that fails does not keep the others from it, and is tried again later. */
    Result leaveOrLog(Caller caller, UUID claim, String why) {
        try (Proposals proposals = calendar.proposals(caller)) {
            return transactions.run(caller, tx -> {
                proposals.restart();
                return leave(tx, proposals, claim, Set.of(), why);
            });
        } catch (RuntimeException e) {
            LOG.error("Claim {} could not be brought away", claim, e);
            return Result.LEFT;
        }
    }

    /**
     * Locks a claim and brings it away.
     *
     * @param avoid devices to stay away from, beside those that take no new work
     * @param why for its time line
     */
    Result leave(Tx tx, Proposals proposals, UUID claim, Set<Integer> avoid, String why) {
        for (ReservationSteps.Due due : ReservationSteps.of(tx, List.of(claim))) {
            return rebinds.rebind(tx, proposals, due, avoid, why).isPresent() ? Result.REBOUND : Result.LEFT;
        }
        for (Allocation allocation : AllocationSteps.of(tx, List.of(claim))) {
            return moves.start(tx, proposals, allocation, avoid, why).isPresent() ? Result.MOVING : Result.LEFT;
        }
        return Result.LEFT;
    }
}
