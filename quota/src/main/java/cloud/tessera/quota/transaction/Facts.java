package cloud.tessera.quota.transaction;

import cloud.tessera.quota.term.Caller;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.function.BiConsumer;

/** Reads the facts that modules to the left have left, in the order in which they were committed. */
@Singleton
public final class Facts {
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
        throw new IllegalStateException("under construction");
    }
}
