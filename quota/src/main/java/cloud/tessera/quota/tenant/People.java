package cloud.tessera.quota.tenant;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;

/** The people of the platform and of organizations. */
@Singleton
public final class People {
    private final Transactions transactions;
    private final Audit audit;

    public People(Transactions transactions, Audit audit) {
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * Makes a person of the platform, for operators and jobs. Refused: {@code email_taken}, {@code invalid_email},
     * {@code weak_password} (8 to 256 characters are needed).
     */
    public Outcome<Person> createOperator(
            Caller caller, String email, String displayName, String password, PlatformRole role) {
        throw new IllegalStateException("under construction");
    }

    /** Whether there is an operator, for jobs: without one nobody can begin. */
    public boolean anyOperator(Caller caller) {
        throw new IllegalStateException("under construction");
    }
}
