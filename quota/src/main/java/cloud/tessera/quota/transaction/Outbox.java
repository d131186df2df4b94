package cloud.tessera.quota.transaction;

import cloud.tessera.quota.term.Caller;
import jakarta.inject.Singleton;
import java.util.function.Consumer;

/** Delivers what transactions have left for the world outside: at least once, and later again where it fails. */
@Singleton
public final class Outbox {
    private final Transactions transactions;

    public Outbox(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Delivers what is due, oldest first, each outside any transaction. An exception of the receiver is noted and the
     * message tried again later: after 5 seconds, then twice as long each time, up to an hour.
     *
     * @return how many were delivered
     */
    public int deliver(Caller job, int most, Consumer<Message> receiver) {
        throw new IllegalStateException("under construction");
    }
}
