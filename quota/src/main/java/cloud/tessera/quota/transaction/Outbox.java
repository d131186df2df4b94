package cloud.tessera.quota.transaction;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers what transactions have left for the world outside: at least once, and later again where it fails. */
@Singleton
public final class Outbox {
    /** How long a message is kept once it was delivered. */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    /** A message that was taken and of which nothing was heard since, because a process died, is taken again then. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(5);

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
        job.require(Permission.PLATFORM_MANAGE);
        List<Message> due = transactions.run(job, tx -> OutboxStore.take(tx, most, UNDER_WAY));
        int delivered = 0;
        for (Message message : due) {
            delivered += deliver(job, message, receiver) ? 1 : 0;
        }
        return delivered;
    }

    /** Forgets the messages that were delivered longer than {@link #KEPT} ago, for jobs; what was not is kept. */
    public int forget(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.inBatches(job, (tx, most) -> OutboxStore.forget(tx, KEPT, most));
    }

    private boolean deliver(Caller job, Message message, Consumer<Message> receiver) {
        try {
            receiver.accept(message);
        } catch (RuntimeException problem) {
            LOG.warn("Message {} of {} was not delivered", message.number(), message.topic(), problem);
            return transactions.run(job, tx -> {
                OutboxStore.failed(tx, message.number(), pause(message.attempt()), String.valueOf(problem));
                return false;
            });
        }
        return transactions.run(job, tx -> {
            OutboxStore.delivered(tx, message.number());
            return true;
        });
    }

    /** How long to wait after an attempt that failed. */
    static Duration pause(int attempt) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
