package cloud.tessera.quota.transaction;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads the facts that modules to the left have left, in the order in which they were committed. */
@Singleton
public final class Facts {
    private static final String FEED = "fact";

    private final Transactions transactions;

    public Facts(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Hands the facts of some topics that a reader has not had yet to a handler, each once: what the handler writes and
     * how far the reader has come are committed together.
     *
     * @return how many there were; as many as {@code most} means that there may be more
     */
    public int read(Caller job, String reader, Set<String> topics, int most, BiConsumer<Tx, Fact> handler) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.run(job, tx -> {
            FeedPlace place = FeedPlace.lock(tx, FEED, reader);
            List<FactStore.Placed> found = FactStore.after(tx, place, topics, most);
            found.forEach(each -> handler.accept(tx, each.fact()));
            if (!found.isEmpty()) {
                found.getLast().place().keep(tx, FEED, reader);
            }
            return found.size();
        });
    }
}
