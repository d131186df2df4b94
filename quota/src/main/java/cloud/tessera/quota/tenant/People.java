package cloud.tessera.quota.tenant;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        caller.require(Permission.PLATFORM_MANAGE);
        return Outcome.of(() -> PasswordHash.of(password))
                .then(hash -> transactions.attempt(caller, tx -> {
                    Person made = insert(tx, Wording.email(email), displayName, Optional.of(role), hash)
                            .orElseThrow(
                                    () -> Refusal.conflict("email_taken", "There is a person with this e-mail address.")
                                            .asException());
                    audit.record(tx, null, "operator.created", made.id().text(), null, role.text());
                    return made;
                }));
    }

    /** Whether there is an operator, for jobs: without one nobody can begin. */
    public boolean anyOperator(Caller caller) {
        caller.require(Permission.PLATFORM_VIEW);
        return transactions.run(caller, PersonStore::anyOperator);
    }

    /** A person, for other rooms inside a transaction of the platform; empty where there is none or it was erased. */
    public Optional<Person> find(Tx tx, PersonId id) {
        return PersonStore.find(tx, id);
    }

    /** The same by address; what is no address is nobody's. */
    public Optional<Person> find(Tx tx, String email) {
        return PersonStore.find(tx, email.strip().toLowerCase(Locale.ROOT));
    }

    /** The password of a person; empty where none was set. */
    public Optional<PasswordHash> password(Tx tx, PersonId id) {
        return PersonStore.password(tx, id);
    }

    /** Finds the person with an address, or makes it. As the platform. */
    Person findOrInsert(Tx tx, String email, String displayName, @Nullable PasswordHash password) {
        return PersonStore.find(tx, email)
                .or(() -> insert(tx, email, displayName, Optional.empty(), password))
                .or(() -> PersonStore.find(tx, email))
                .orElseThrow(() -> Refusal.conflict("email_taken", "This e-mail address cannot be used any more.")
                        .asException());
    }

    private static Optional<Person> insert(
            Tx tx, String email, String displayName, Optional<PlatformRole> role, @Nullable PasswordHash password) {
        var made = new Person(
                new PersonId(tx.newId()), email, Wording.name(displayName, 200, "display_name"), role, tx.now());
        return PersonStore.insert(tx, made, password) ? Optional.of(made) : Optional.empty();
    }
}
