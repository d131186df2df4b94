package cloud.tessera.quota.transaction;

import static cloud.tessera.quota.tables.Tables.IDEMPOTENCY_KEY;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jooq.impl.DSL;

/** The keys by which repeated calls are known again. */
@Singleton
public final class IdempotencyKeys {
    /** How long a key is remembered. */
    public static final Duration KEPT = Duration.ofHours(24);

    private final Transactions transactions;

    public IdempotencyKeys(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Forgets the keys that are older than {@link #KEPT}, for jobs. */
    public int expire(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.inBatches(
                job,
                (tx, most) -> tx.sql()
                        .deleteFrom(IDEMPOTENCY_KEY)
                        .where(DSL.row(IDEMPOTENCY_KEY.ORGANIZATION_ID, IDEMPOTENCY_KEY.KEY)
                                .in(DSL.select(IDEMPOTENCY_KEY.ORGANIZATION_ID, IDEMPOTENCY_KEY.KEY)
                                        .from(IDEMPOTENCY_KEY)
                                        .where(IDEMPOTENCY_KEY.CREATED_AT.lt(
                                                tx.timestamp().minus(KEPT)))
                                        .limit(most)))
                        .execute());
    }
}
