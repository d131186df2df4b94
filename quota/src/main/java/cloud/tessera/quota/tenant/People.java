package cloud.tessera.quota.tenant;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
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
     * {@code weak_password} (8 to 256 characters are needed), {@code busy}.
     */
    public Outcome<Person> createOperator(
            Caller caller, String email, String displayName, String password, PlatformRole role) {
        caller.require(Permission.PLATFORM_MANAGE);
        return PasswordHash.of(password)
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

    /** Sets another password where the present one is still that; false where it is not. As the platform. */
    public boolean changePassword(Tx tx, PersonId id, PasswordHash present, PasswordHash wanted) {
        return PersonStore.changePassword(tx, id, present, wanted);
    }

    /** Sets a password whatever the present one is; empty where nobody has the address. As the platform. */
    public Optional<Person> setPassword(Tx tx, String email, PasswordHash wanted) {
        Optional<Person> person = find(tx, email);
        person.ifPresent(found -> PersonStore.setPassword(tx, found.id(), wanted));
        return person;
    }

    /**
     * Makes the person with an address for a new membership. Somebody who belongs to nobody any more begins anew: with
     * this name and password, and with none of the old sessions nor the old second factor. Throws {@code email_taken} for every other account,
     * wherever it belongs, in the same words. As the platform.
     *
     * @param wall the time of the machine, which sessions are kept in
     */
    Person newcomer(Tx tx, String email, String displayName, @Nullable PasswordHash password, Instant wall) {
        Optional<Person> made = insert(tx, email, displayName, Optional.empty(), password);
        if (made.isPresent()) {
            return made.get();
        }
        // Locked, so that of two organizations that add somebody at once the second sees the first.
        Person known = PersonStore.lock(tx, email).orElseThrow(People::taken);
        if (known.platformRole().isPresent() || MemberStore.isAnywhere(tx, known.id())) {
            throw taken();
        }
        PersonStore.beginAnew(tx, known.id(), Wording.name(displayName, 200, "display_name"), password);
        PersonStore.forgetSecondFactor(tx, known.id());
        PersonStore.endSessions(tx, known.id(), wall);
        return known;
    }

    private static Refused taken() {
        return Refusal.conflict(
                        "email_taken",
                        "This e-mail address cannot be added: it has an account that is not yours to give a role or a"
                                + " password. Add the person with another address.")
                .asException();
    }

    private static Optional<Person> insert(
            Tx tx, String email, String displayName, Optional<PlatformRole> role, @Nullable PasswordHash password) {
        var made = new Person(
                new PersonId(tx.newId()), email, Wording.name(displayName, 200, "display_name"), role, tx.now());
        return PersonStore.insert(tx, made, password) ? Optional.of(made) : Optional.empty();
    }
}
