package cloud.tessera.quota.access;

import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How often somebody may guess: ten times within 15 minutes. What is guessed at is a counter, kept as a hash of 32 bytes; an
 * attempt counts as failed from before it is looked at until it has been found right.
 */
final class Attempts {
    /** How long failures count, from the first. */
    static final Duration COUNT = Duration.ofMinutes(15);

    private static final int MOST = 10;

    private Attempts() {}

    /** Counts one attempt; says how long none may be made any more, where there were as many already. */
    static Optional<Duration> count(Tx tx, byte[] counter, Instant now) {
        return SessionStore.attempt(tx, counter, now, COUNT, MOST)
                .map(began -> Duration.between(now, began.plus(COUNT)));
    }

    /** Forgets the failures of a counter, the attempt that has come right among them; says how many rows went. */
    static int forget(Tx tx, byte[] counter) {
        return SessionStore.succeeded(tx, counter);
    }

    static Refusal tooMany(String which, Duration wait) {
        long minutes = wait.plusSeconds(59).toMinutes();
        return Refusal.tooMany(
                "too_many_attempts",
                "There were too many failed attempts " + which + "; try again in "
                        + (minutes == 1 ? "a minute." : minutes + " minutes."),
                wait);
    }
}
