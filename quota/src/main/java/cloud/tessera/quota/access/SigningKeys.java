package cloud.tessera.quota.access;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** The keys that sign the tokens of the API; the first is made when it is first needed. For jobs of the platform. */
@Singleton
public final class SigningKeys {
    /** The 15 minutes of a token, and as much again for clocks and caches. */
    private static final Duration TOKENS_LIVE = Duration.ofMinutes(30);

    private final Transactions transactions;

    public SigningKeys(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The key to sign with. */
    public SigningKey current(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.run(job, SigningKeys::current);
    }

    /** The keys to check with: the current one, and retired ones while tokens that they signed are valid. */
    public List<SigningKey> live(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.run(job, tx -> {
            current(tx);
            return SigningKeyStore.live(tx, TOKENS_LIVE);
        });
    }

    private static SigningKey current(Tx tx) {
        return SigningKeyStore.current(tx).orElseGet(() -> {
            SigningKeyStore.insert(tx, EllipticKey.generate());
            // Another process may have been first: then its key is the one.
            return SigningKeyStore.current(tx).orElseThrow();
        });
    }
}
