package cloud.tessera.quota.access;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import io.micronaut.context.BeanProvider;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of somebody beside the password. A code is looked at only once the password was right, and is counted
 * apart from passwords: nobody can use up another's attempts without knowing the password. Where somebody has no second
 * factor, nothing is asked and the key is not needed.
 */
@Singleton
final class SecondFactors {
    private final Transactions transactions;
    private final BeanProvider<FactorKey> key;
    private final Clock wall;

    @Inject
    SecondFactors(Transactions transactions, BeanProvider<FactorKey> key) {
        this(transactions, key, Clock.systemUTC());
    }

    SecondFactors(Transactions transactions, BeanProvider<FactorKey> key, Clock wall) {
        this.transactions = transactions;
        this.key = key;
        this.wall = wall;
    }

    /**
     * Counts a code as a failed attempt before it is looked at, so that many at once are no more than ten. Refused:
     * {@code mfa_required} where one is needed and none came, which does not count, and {@code too_many_attempts}.
     *
     * @return whether a code is needed
     */
    Outcome<Boolean> attempted(Caller.Request request, PersonId person, @Nullable String code) {
        var door = new Caller.Job("second-factor", request);
        Instant now = wall.instant();
        return transactions.run(door, tx -> {
            if (!on(tx, person)) {
                return Outcome.done(false);
            }
            if (code == null) {
                return Outcome.no(required());
            }
            return Attempts.count(tx, counter(person), now)
                    .<Outcome<Boolean>>map(wait -> Outcome.no(Attempts.tooMany("with codes of yours", wait)))
                    .orElseGet(() -> Outcome.done(true));
        });
    }

    /**
     * Uses up the code of somebody who has a second factor, and forgets the attempts. Throws {@code mfa_required} or
     * {@code invalid_otp}: it is wrong, too old or used. As the platform.
     *
     * @param kind what sort of no a wrong code is: no credential at sign-in, a wrong value for who has signed in
     */
    void spend(Tx tx, PersonId person, @Nullable String code, Refusal.Kind kind) {
        Optional<SecondFactorStore.Stored> stored = SecondFactorStore.find(tx, person)
                .filter(found -> found.confirmedAt().isPresent());
        if (stored.isEmpty()) {
            return;
        }
        if (code == null) {
            throw required().asException();
        }
        Instant now = wall.instant();
        String typed = typed(code);
        boolean taken = TimeCodes.isCode(typed)
                ? takeCode(tx, person, stored.get(), typed, now)
                : SecondFactorStore.take(tx, person, Secrets.sha256(typed), now);
        if (!taken) {
            throw wrong(kind).asException();
        }
        Attempts.forget(tx, counter(person));
    }

    private boolean takeCode(Tx tx, PersonId person, SecondFactorStore.Stored stored, String code, Instant now) {
        byte[] secret = key.get().open(stored.secret(), person);
        OptionalLong step = TimeCodes.step(secret, code, now, stored.lastStep());
        return step.isPresent() && SecondFactorStore.take(tx, person, step.getAsLong());
    }

    /** Begins a second factor; empty where one is on. As the platform. */
    Optional<byte[]> begin(Tx tx, PersonId person) {
        byte[] secret = TimeCodes.newSecret();
        boolean begun = SecondFactorStore.begin(tx, person, key.get().seal(secret, person), wall.instant());
        return begun ? Optional.of(secret) : Optional.empty();
    }

    /** Turns on what was begun, by its first code. Throws {@code invalid_otp}, and a conflict where there is nothing begun. */
    void confirm(Tx tx, PersonId person, String code) {
        SecondFactorStore.Stored begun = SecondFactorStore.find(tx, person)
                .filter(found -> found.confirmedAt().isEmpty())
                .orElseThrow(() -> Refusal.conflict(
                                "second_factor_not_begun",
                                "There is no second factor to confirm; begin with a new one.")
                        .asException());
        String typed = typed(code);
        OptionalLong step = TimeCodes.isCode(typed)
                ? TimeCodes.step(key.get().open(begun.secret(), person), typed, wall.instant(), begun.lastStep())
                : OptionalLong.empty();
        if (step.isEmpty() || !SecondFactorStore.confirm(tx, person, begun, step.getAsLong(), wall.instant())) {
            throw wrong(Refusal.Kind.INVALID).asException();
        }
    }

    /** Takes a second factor away; false where there was none that was on. As the platform. */
    boolean remove(Tx tx, PersonId person) {
        boolean was = on(tx, person);
        SecondFactorStore.delete(tx, person);
        Attempts.forget(tx, counter(person));
        return was;
    }

    static boolean on(Tx tx, PersonId person) {
        return SecondFactorStore.find(tx, person)
                .filter(found -> found.confirmedAt().isPresent())
                .isPresent();
    }

    /** A code as it was meant: people type what stands between the groups, or not, and in either case. */
    static String typed(String code) {
        return code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }

    private static byte[] counter(PersonId person) {
        return Secrets.sha256("second factor of " + person.text());
    }

    private static Refusal required() {
        return new Refusal(
                Refusal.Kind.UNAUTHENTICATED,
                "mfa_required",
                "The password is right, and this account has a second factor: send it again with \"otp\", the code that"
                        + " the authenticator app shows now, or a recovery code.",
                false,
                List.of(),
                "otp");
    }

    private static Refusal wrong(Refusal.Kind kind) {
        return new Refusal(
                kind,
                "invalid_otp",
                "That code is wrong, too old or was used already; each works once. Wait for the next one.",
                false,
                List.of(),
                "otp");
    }
}
