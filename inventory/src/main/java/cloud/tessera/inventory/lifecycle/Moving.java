package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Relocations;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Ends moves: where the new run is ready, the old one is no longer metered from that second on, is stopped, and only then
 * gives its tiles up. Each part can be done again after a crash between them.
 */
final class Moving {
    private final Transactions transactions;
    private final Calendar calendar;
    private final Engines engines;

    Moving(Transactions transactions, Calendar calendar, Engines engines) {
        this.transactions = transactions;
        this.calendar = calendar;
        this.engines = engines;
    }

    /** Whether the allocation runs in one place again. */
    boolean settle(Caller job, Next.Settle settle) {
        return settle.ready() == null ? stay(job, settle) : arrive(job, settle, settle.ready());
    }

    private boolean arrive(Caller job, Next.Settle settle, Runs.Ready ready) {
        List<Run> old = transactions.run(job, tx -> {
            if (locked(tx, settle).isEmpty()) {
                return List.<Run>of();
            }
            // On a whole second, which is how runs are metered: none is counted twice, and none is lost.
            Instant second = tx.now().truncatedTo(ChronoUnit.SECONDS);
            Runs.endBefore(tx, settle.claim(), ready.attempt(), second);
            Runs.ready(tx, List.of(new Runs.Ready(ready.claim(), ready.attempt(), second, ready.access())));
            return Runs.toStop(tx, settle.claim());
        });
        List<Run> stopped = stop(old);
        return transactions.run(job, tx -> {
            Runs.stopped(tx, stopped);
            if (stopped.size() < old.size()) {
                AllocationSteps.postpone(tx, List.of(settle.claim()), tx.now().plus(ReservationDecisions.LOOK_AGAIN));
                return false;
            }
            return locked(tx, settle).map(it -> take(tx, it, settle)).orElse(false);
        });
    }

    private boolean take(Tx tx, Allocation it, Next.Settle settle) {
        if (!(it.state() instanceof AllocationState.Moving moving)) {
            return false;
        }
        calendar.take(tx, settle.claim(), moving.place());
        Relocations.settle(tx, calendar, settle.claim(), moving.place());
        return write(tx, it, moving.arrived(), settle.dueAt(), "It runs on other cards now.");
    }

    /** Gives the new place up, once nothing runs there any more; the old run has never stopped. */
    private boolean stay(Caller job, Next.Settle settle) {
        Run fresh = transactions
                .run(job, tx -> Runs.last(tx, List.of(settle.claim())))
                .get(settle.claim());
        boolean gone = fresh == null
                || fresh.readyAt() != null
                || !stop(List.of(fresh)).isEmpty();
        return transactions.run(job, tx -> {
            if (!gone) {
                AllocationSteps.postpone(tx, List.of(settle.claim()), tx.now().plus(ReservationDecisions.LOOK_AGAIN));
                return false;
            }
            String why = settle.reason() == null ? "The other place was not ready in time." : settle.reason();
            return locked(tx, settle).map(it -> settleNow(tx, it, why)).orElse(false);
        });
    }

    /**
     * Ends a move in the caller's transaction, where it stands: in the new place if its run has been ready, in the old one
     * otherwise. False where nothing moves.
     */
    boolean settleNow(Tx tx, Allocation it, String why) {
        if (!(it.state() instanceof AllocationState.Moving moving)) {
            return false;
        }
        UUID claim = it.id().value();
        Run fresh = Runs.last(tx, List.of(claim)).get(claim);
        if (fresh != null && fresh.readyAt() != null) {
            calendar.take(tx, claim, moving.place());
            Relocations.settle(tx, calendar, claim, moving.place());
            return write(tx, it, moving.arrived(), tx.now(), "It runs on other cards now.");
        }
        if (fresh != null) {
            Runs.endOne(tx, claim, fresh.task().attempt(), tx.now());
        }
        if (Relocations.at(tx, moving.place()).isEmpty()) {
            calendar.free(tx, List.of(moving.place()), tx.now()); // otherwise it must go there all the same
        }
        return write(tx, it, moving.stay(), tx.now(), why + " It goes on where it was.");
    }

    private List<Run> stop(List<Run> runs) {
        List<Run> stopped = new ArrayList<>();
        for (Run run : runs) {
            if (engines.stop(run) instanceof Seen.Stopped) {
                stopped.add(run);
            }
        }
        return stopped;
    }

    private static Optional<Allocation> locked(Tx tx, Next.Settle settle) {
        return AllocationSteps.of(tx, List.of(settle.claim())).stream()
                .filter(it -> it.version() == settle.version())
                .findFirst();
    }

    private static boolean write(Tx tx, Allocation it, AllocationState after, Instant dueAt, String detail) {
        boolean done = AllocationSteps.advance(tx, List.of(new AllocationSteps.Step(it, after, dueAt)))[0];
        if (done) {
            Timeline.add(tx, List.of(AllocationDecisions.entry(it, after, tx.now(), detail)));
        }
        return done;
    }
}
