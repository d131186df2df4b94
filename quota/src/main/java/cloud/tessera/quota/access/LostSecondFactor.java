package cloud.tessera.quota.access;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.tenant.Person;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;

/** The way back in for somebody who has lost the authenticator app and the recovery codes, by whoever runs the platform. */
@Singleton
public final class LostSecondFactor {
    private final Transactions transactions;
    private final People people;
    private final SignIn signIn;
    private final SecondFactors factors;
    private final Audit audit;

    LostSecondFactor(Transactions transactions, People people, SignIn signIn, SecondFactors factors, Audit audit) {
        this.transactions = transactions;
        this.people = people;
        this.signIn = signIn;
        this.factors = factors;
        this.audit = audit;
    }

    /**
     * Takes the second factor of a person away, for operators and jobs. Every session of the person ends: it may be
     * somebody else's who has the app. The password stays. Refused: {@code not_found} where nobody has the address,
     * {@code second_factor_off} where there is none.
     */
    public Outcome<Person> reset(Caller operator, String email) {
        operator.require(Permission.PLATFORM_MANAGE);
        return transactions.attempt(operator, tx -> reset(tx, email));
    }

    private Person reset(Tx tx, String email) {
        Person person = people.find(tx, email)
                .orElseThrow(() ->
                        Refusal.notFound("person with the address " + email).asException());
        if (!factors.remove(tx, person.id())) {
            throw none().asException();
        }
        signIn.endAll(tx, person);
        audit.record(tx, null, "second_factor.reset", person.id().text(), null, null);
        return person;
    }

    static Refusal none() {
        return Refusal.conflict("second_factor_off", "There is no second factor to turn off.");
    }
}
