package cloud.tessera.inventory.replan;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What the packing in the background has done: the last time for each pool and model, and in this process since its start. */
@Singleton
public final class Packings {
    /**
     * What one process has done since its start.
     *
     * @param moved reservations
     * @param freedCards cards of hosts that nothing uses any more
     * @param took for planning and moving
     * @param failed pools, and moves, that were left as they were because something broke
     */
    public record SinceStart(long moved, long freedCards, Duration took, long failed) {}

    private final Transactions transactions;
    private final LongAdder moved = new LongAdder();
    private final LongAdder freedCards = new LongAdder();
    private final LongAdder millis = new LongAdder();
    private final LongAdder failed = new LongAdder();

    public Packings(Transactions transactions) {
        this.transactions = transactions;
    }

    /** By pool and model; for people of the platform. */
    public List<Packed> last(Caller operator) {
        operator.require(Permission.PLATFORM_VIEW);
        return transactions.run(operator, PackingStore::all);
    }

    void add(Caller job, Packed packed) {
        transactions.run(job, tx -> PackingStore.write(tx, packed));
        moved.add(packed.moved());
        freedCards.add(Math.max(0, packed.freedCards()));
        millis.add(packed.took().toMillis());
    }

    void failed() {
        failed.increment();
    }

    /** What this process has done since its start; for people of the platform. */
    public SinceStart sinceStart(Caller operator) {
        operator.require(Permission.PLATFORM_VIEW);
        return new SinceStart(moved.sum(), freedCards.sum(), Duration.ofMillis(millis.sum()), failed.sum());
    }
}
