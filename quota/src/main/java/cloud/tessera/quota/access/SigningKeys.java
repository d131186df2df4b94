package cloud.tessera.quota.access;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The keys that sign the tokens of the API; the first is made when it is first needed, and each is followed by another
 * one. For jobs of the platform. Keys live in wall time, as the tokens that they sign do.
 */
@Singleton
public final class SigningKeys {
    /** The 15 minutes of a token, and as much again for clocks and caches. */
    private static final Duration TOKENS_LIVE = Duration.ofMinutes(30);
    /** How long a key is published before it signs: longer than any replica, and most callers, keep what they have read. */
    private static final Duration KNOWN_BEFORE = Duration.ofHours(1);

    private static final Duration SIGNS_FOR = Duration.ofDays(30);

    private final Transactions transactions;
    private final Audit audit;
    private final Clock wall;

    @Inject
    public SigningKeys(Transactions transactions, Audit audit) {
        this(transactions, audit, Clock.systemUTC());
    }

    SigningKeys(Transactions transactions, Audit audit, Clock wall) {
        this.transactions = transactions;
        this.audit = audit;
        this.wall = wall;
    }

    /** The key to sign with. */
    public SigningKey current(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.run(job, tx -> current(atLeastOne(tx), wall.instant()));
    }

    /**
     * The keys to check with: the current one, the one that follows it, and earlier ones while tokens that they signed are
     * valid. In the order in which they follow one another.
     */
    public List<SigningKey> live(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.run(job, tx -> {
            List<SigningKey> all = atLeastOne(tx);
            SigningKey oldest = current(all, wall.instant().minus(TOKENS_LIVE));
            return all.subList(all.indexOf(oldest), all.size());
        });
    }

    /**
     * Lets the current key be followed by another one where it has signed for 30 days. That one is published an hour before
     * it signs, so no call is refused for it.
     */
    public void rotate(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        transactions.run(job, tx -> {
            Instant now = wall.instant();
            SigningKey newest = atLeastOne(tx).getLast();
            if (!newest.signsFrom().plus(SIGNS_FOR).isAfter(now.plus(KNOWN_BEFORE))) {
                follow(tx, now.plus(KNOWN_BEFORE), "signing_key.followed");
            }
            return newest;
        });
    }

    /**
     * Ends all keys and begins with a new one at once, where one may have become known to others. Every token that was
     * given out is refused within a minute; programs get another one by their refresh token or key.
     *
     * @return the id of the new key
     */
    public String replace(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.run(job, tx -> {
            SigningKeyStore.end(tx, SigningKeyStore.all(tx), wall.instant());
            follow(tx, wall.instant(), "signing_key.replaced");
            return SigningKeyStore.all(tx).getLast().kid();
        });
    }

    private void follow(Tx tx, Instant signsFrom, String action) {
        EllipticKey key = EllipticKey.generate();
        SigningKeyStore.follow(tx, key, signsFrom);
        audit.record(tx, null, action, "key_" + key.kid(), null, signsFrom);
    }

    private List<SigningKey> atLeastOne(Tx tx) {
        List<SigningKey> all = SigningKeyStore.all(tx);
        if (!all.isEmpty()) {
            return all;
        }
        SigningKeyStore.follow(tx, EllipticKey.generate(), wall.instant());
        // Another process may have been first: then its key is the one.
        return SigningKeyStore.all(tx);
    }

    /** The last of those that sign at a time; the first where none does yet. */
    private static SigningKey current(List<SigningKey> all, Instant at) {
        Optional<SigningKey> last =
                all.stream().filter(key -> !key.signsFrom().isAfter(at)).reduce((_, later) -> later);
        return last.orElse(all.getFirst());
    }
}
