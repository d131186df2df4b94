package cloud.tessera.quota.access;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import java.util.List;

/** The keys that sign the tokens of the API; the first is made when it is first needed. For jobs of the platform. */
@Singleton
public final class SigningKeys {
    private final Transactions transactions;

    public SigningKeys(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The key to sign with. */
    public SigningKey current(Caller job) {
        throw new IllegalStateException("under construction");
    }

    /** The keys to check with: the current one, and retired ones while tokens that they signed are valid. */
    public List<SigningKey> live(Caller job) {
        throw new IllegalStateException("under construction");
    }
}
