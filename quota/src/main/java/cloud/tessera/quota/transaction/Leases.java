package cloud.tessera.quota.transaction;

import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Which process runs a job. A lease ends by itself when its holder dies. Leases are kept in the machines' own time, not
 * in the platform's, which a simulation moves; the machines' clocks must agree to within seconds.
 */
@Singleton
public final class Leases {
    private final Transactions transactions;

    public Leases(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Takes the lease of a job, or prolongs it where the holder has it already; false where another one has it. */
    public boolean tryHold(String job, String holder, Duration length) {
        throw new IllegalStateException("under construction");
    }

    /** Hands a lease back early; nothing happens where the holder does not have it. */
    public void release(String job, String holder) {
        throw new IllegalStateException("under construction");
    }
}
