package cloud.tessera.quota.access;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.PasswordHash;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.tenant.Person;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;

/** A person's own password. */
@Singleton
public final class OwnPassword {
    private final Transactions transactions;
    private final People people;
    private final SignIn signIn;
    private final Audit audit;

    public OwnPassword(Transactions transactions, People people, SignIn signIn, Audit audit) {
        this.transactions = transactions;
        this.people = people;
        this.signIn = signIn;
        this.audit = audit;
    }

    /**
     * Changes the password of the caller, who has signed in; keys and jobs are refused. Every other session of the person
     * ends, and its refresh tokens with it. Refused: {@code wrong_password} where the present one is not that, which
     * counts as a failed sign-in, {@code too_many_attempts} and {@code busy} as at sign-in, and {@code weak_password}.
     *
     * @return the person
     */
    public Outcome<PersonId> change(Caller caller, String present, String wanted) {
        SessionId session = SignIn.requireSession(caller);
        Person person = signIn.person(caller, session);
        return signIn.proven(caller, person, present)
                .then(old -> PasswordHash.of(wanted)
                        .then(hash -> transactions.attempt(
                                caller, tx -> tx.asPlatform(() -> change(tx, person.id(), session, old, hash)))));
    }

    private PersonId change(Tx tx, PersonId person, SessionId session, PasswordHash old, PasswordHash wanted) {
        if (!people.changePassword(tx, person, old, wanted)) {
            throw wrong().asException();
        }
        signIn.endOthers(tx, person, session);
        audit.record(tx, null, "password.changed", person.text(), null, null);
        return person;
    }

    /** What the refusal of a wrong present password is about. */
    static Refusal wrong() {
        return Refusal.invalid("wrong_password", "That is not the password that you have now.", "present_password");
    }
}
