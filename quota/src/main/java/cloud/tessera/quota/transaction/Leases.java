package cloud.tessera.quota.transaction;

import static cloud.tessera.quota.tables.Tables.JOB_LEASE;

import cloud.tessera.quota.term.Caller;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

/**
 * Which process runs a job. A lease ends by itself when its holder dies. Leases are kept in the machines' own time, not
 * in the platform's, which a simulation moves; the machines' clocks must agree to within seconds.
 */
@Singleton
public final class Leases {
    private final Transactions transactions;
    private final Clock wall;

    @Inject
    public Leases(Transactions transactions) {
        this(transactions, Clock.systemUTC());
    }

    Leases(Transactions transactions, Clock wall) {
        this.transactions = transactions;
        this.wall = wall;
    }

    /** Takes the lease of a job, or prolongs it where the holder has it already; false where another one has it. */
    public boolean tryHold(String job, String holder, Duration length) {
        var now = wall.instant().atOffset(ZoneOffset.UTC);
        return transactions.run(
                Caller.Job.named(job),
                tx -> tx.sql()
                                .insertInto(JOB_LEASE)
                                .set(JOB_LEASE.JOB, job)
                                .set(JOB_LEASE.HOLDER, holder)
                                .set(JOB_LEASE.UNTIL, now.plus(length))
                                .onConflict(JOB_LEASE.JOB)
                                .doUpdate()
                                .set(JOB_LEASE.HOLDER, holder)
                                .set(JOB_LEASE.UNTIL, now.plus(length))
                                .where(JOB_LEASE.HOLDER.eq(holder).or(JOB_LEASE.UNTIL.le(now)))
                                .execute()
                        == 1);
    }

    /** Hands a lease back early; nothing happens where the holder does not have it. */
    public void release(String job, String holder) {
        transactions.run(
                Caller.Job.named(job),
                tx -> tx.sql()
                        .deleteFrom(JOB_LEASE)
                        .where(JOB_LEASE.JOB.eq(job))
                        .and(JOB_LEASE.HOLDER.eq(holder))
                        .execute());
    }
}
