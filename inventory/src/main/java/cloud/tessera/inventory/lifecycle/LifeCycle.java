package cloud.tessera.inventory.lifecycle;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * What time and engines do to claims. Jobs call it; several workers may do so at once, because each step names the state
 * and version that it expects. Engines are called outside transactions.
 */
@Singleton
public class LifeCycle {
    /** Does everything that is due now by the platform's clock and says how many steps that were. */
    public int tick(Caller job) {
        throw new IllegalStateException("under construction");
    }

    /** When {@link #tick} has something to do next; past or present if it has now. Empty if nothing ever will. */
    public Optional<Instant> nextDue(Caller job) {
        throw new IllegalStateException("under construction");
    }

    /** After a restart: has every running claim looked at by the next {@link #tick}, and says how many those are. */
    public int reconcile(Caller job) {
        throw new IllegalStateException("under construction");
    }

    /** Collects the readings of running and ended work into billing. Sites whose link is down deliver later. */
    public Metered meter(Caller job) {
        throw new IllegalStateException("under construction");
    }

    /** Collects how busy the devices of running claims are. */
    public int sample(Caller job) {
        throw new IllegalStateException("under construction");
    }

    /** Gives the readings of the last day to billing again, as an agent that missed the receipt would. */
    public Metered redeliver(Caller operator) {
        throw new IllegalStateException("under construction");
    }

    /**
     * Takes a host out of service: what runs there heals on spare capacity of the site or goes on degraded, what has not
     * started is placed anew. Refused as {@code not_found}.
     *
     * @param host the number of the host
     */
    public Outcome<HostFailure> failHost(Caller operator, int host) {
        throw new IllegalStateException("under construction");
    }

    /** Takes a repaired host back into service. Refused as {@code not_found}. */
    public Outcome<Integer> repairHost(Caller operator, int host) {
        throw new IllegalStateException("under construction");
    }
}
