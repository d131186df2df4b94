package cloud.tessera.quota.tenant;

import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Bounds how many come to something that takes its time: so many have a place, the others are told to come again. */
final class Turns {
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final Semaphore places;

    Turns(int places) {
        this.places = new Semaphore(places);
    }

    /** Does the work where there is a place for it; otherwise refused as {@code busy}, at once. */
    <T> Outcome<T> take(Supplier<Outcome<T>> work) {
        if (!places.tryAcquire()) {
            return Outcome.no(Refusal.tooMany(
                    "busy", "Too many passwords are being checked right now; try again in some seconds.", WAIT));
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
