package cloud.tessera.quota.access;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Person;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * A person's own second factor: begun with the password, turned on by the first code of an authenticator app, asked for at
 * each sign-in from then on. Keys and jobs are refused ({@code forbidden}).
 */
@Singleton
public final class OwnSecondFactor {
    private final Transactions transactions;
    private final SignIn signIn;
    private final SecondFactors factors;
    private final Audit audit;

    OwnSecondFactor(Transactions transactions, SignIn signIn, SecondFactors factors, Audit audit) {
        this.transactions = transactions;
        this.signIn = signIn;
        this.factors = factors;
        this.audit = audit;
    }

    /** Whether the caller has one. */
    public FactorState state(Caller caller) {
        PersonId person = person(caller).id();
        return transactions.run(
                caller,
                tx -> tx.asPlatform(() -> {
                    Optional<Instant> since =
                            SecondFactorStore.find(tx, person).flatMap(SecondFactorStore.Stored::confirmedAt);
                    return new FactorState(since, since.isPresent() ? SecondFactorStore.codesLeft(tx, person) : 0);
                }));
    }

    /**
     * Begins one with a secret of its own; one that was begun before and not confirmed is forgotten. The password is
     * asked for, so that whoever finds an open browser locks nobody out. Refused: {@code wrong_password},
     * {@code too_many_attempts} and {@code busy} as at a change of the password, and {@code second_factor_on}.
     */
    public Outcome<Enrolment> begin(Caller caller, String password) {
        Person person = person(caller);
        return signIn.proven(caller, person, password)
                .then(proven -> transactions.attempt(
                        caller,
                        tx -> tx.asPlatform(() -> factors.begin(tx, person.id())
                                .map(secret -> Enrolment.of(secret, person.email()))
                                .orElseThrow(() -> Refusal.conflict(
                                                "second_factor_on",
                                                "There is a second factor already; turn that off before.")
                                        .asException()))));
    }

    /**
     * Turns on what was begun. Refused: {@code invalid_otp} and {@code second_factor_not_begun}.
     *
     * @return the recovery codes, which are not told again
     */
    public Outcome<RecoveryCodes> confirm(Caller caller, String code) {
        PersonId person = person(caller).id();
        return transactions.attempt(
                caller,
                tx -> tx.asPlatform(() -> {
                    factors.confirm(tx, person, code);
                    RecoveryCodes codes = RecoveryCodes.generate();
                    SecondFactorStore.insertCodes(
                            tx,
                            person,
                            codes.codes().stream()
                                    .map(text -> Secrets.sha256(SecondFactors.typed(text)))
                                    .toList());
                    audit.record(tx, null, "second_factor.on", person.text(), null, null);
                    return codes;
                }));
    }

    /**
     * Turns it off, and forgets secret and recovery codes. Refused: {@code wrong_password}, {@code busy}, {@code invalid_otp},
     * {@code too_many_attempts}, and {@code second_factor_off} where there is none.
     *
     * @return the person
     */
    public Outcome<PersonId> turnOff(Caller caller, String password, String code) {
        Person person = person(caller);
        return signIn.proven(caller, person, password)
                .then(proven -> factors.attempted(caller.request(), person.id(), code))
                .then(needed -> transactions.attempt(caller, tx -> tx.asPlatform(() -> off(tx, person.id(), code))));
    }

    private PersonId off(Tx tx, PersonId person, String code) {
        factors.spend(tx, person, code, Refusal.Kind.INVALID);
        if (!factors.remove(tx, person)) {
            throw LostSecondFactor.none().asException();
        }
        audit.record(tx, null, "second_factor.off", person.text(), null, null);
        return person;
    }

    private Person person(Caller caller) {
        return signIn.person(caller, SignIn.requireSession(caller));
    }
}
