package cloud.tessera.quota.access;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.PasswordHash;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.tenant.Person;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;

/** A password for somebody who has lost it or never had one, set by whoever runs the platform. */
@Singleton
public final class LostPassword {
    private final Transactions transactions;
    private final People people;
    private final SignIn signIn;
    private final Audit audit;

    public LostPassword(Transactions transactions, People people, SignIn signIn, Audit audit) {
        this.transactions = transactions;
        this.people = people;
        this.signIn = signIn;
        this.audit = audit;
    }

    /**
     * Sets the password of a person of the platform or of any organization, for operators and jobs. Every session of the
     * person ends, and its refresh tokens with it; failed sign-ins count no more. API keys are of an organization and stay.
     * Refused: {@code not_found} where nobody has the address, {@code weak_password}, {@code busy}.
     */
    public Outcome<Person> set(Caller operator, String email, String wanted) {
        operator.require(Permission.PLATFORM_MANAGE);
        return PasswordHash.of(wanted).then(hash -> transactions.attempt(operator, tx -> set(tx, email, hash)));
    }

    private Person set(Tx tx, String email, PasswordHash wanted) {
        Person person = people.setPassword(tx, email, wanted)
                .orElseThrow(() ->
                        Refusal.notFound("person with the address " + email).asException());
        signIn.endAll(tx, person);
        audit.record(tx, null, "password.set", person.id().text(), null, null);
        return person;
    }
}
