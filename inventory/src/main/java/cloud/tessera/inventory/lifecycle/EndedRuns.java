package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import java.util.ArrayList;
import java.util.List;

/**
 * Stops at their engines the runs that have ended: a failed attempt, or what ran on devices that have failed, would
 * otherwise keep its process and its place. Which ones are stopped is noted, so that a crash leaves none over.
 */
final class EndedRuns {
    private static final int MOST = 200;

    private final Transactions transactions;
    private final Engines engines;

    EndedRuns(Transactions transactions, Engines engines) {
        this.transactions = transactions;
        this.engines = engines;
    }

    /** Stops what has ended and is not known to be stopped; what does not answer is asked again the next time. */
    void stop(Caller job) {
        stop(job, transactions.run(job, EndedRuns::toStop));
    }

    /** What has ended and is not known to be stopped. */
    static List<Run> toStop(Tx tx) {
        return Runs.toStop(tx, MOST);
    }

    void stop(Caller job, List<Run> runs) {
        if (runs.isEmpty()) {
            return;
        }
        List<Run> stopped = new ArrayList<>();
        List<Run> waiting = new ArrayList<>();
        for (Run run : runs) {
            (engines.stop(run) instanceof Seen.Stopped ? stopped : waiting).add(run);
        }
        transactions.run(job, tx -> {
            Runs.stopped(tx, stopped);
            Runs.notStopped(tx, waiting);
            return true;
        });
    }
}
