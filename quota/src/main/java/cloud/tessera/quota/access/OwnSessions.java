package cloud.tessera.quota.access;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * A person's own sign-ins: what goes on where, and how to end it. One that was ended works nowhere from the next call on,
 * and its refresh tokens with it. Keys and jobs, which are nobody's, are refused ({@code forbidden}).
 */
@Singleton
public final class OwnSessions {
    private final Transactions transactions;
    private final SignIn signIn;

    public OwnSessions(Transactions transactions, SignIn signIn) {
        this.transactions = transactions;
        this.signIn = signIn;
    }

    /** The caller's sign-ins that go on, newest first, whichever organization they act for. */
    public List<OwnSession> list(Caller caller) {
        SessionId current = SignIn.requireSession(caller);
        return transactions.run(caller, tx -> tx.asPlatform(() -> going(tx, caller, current)));
    }

    /**
     * Ends one of the caller's sign-ins, the one that asks too. Refused: {@code not_found} where it is somebody else's or
     * has ended.
     */
    public Outcome<SessionId> end(Caller caller, SessionId id) {
        SessionId current = SignIn.requireSession(caller);
        return transactions.attempt(
                caller,
                tx -> tx.asPlatform(() -> going(tx, caller, current).stream()
                        .map(OwnSession::id)
                        .filter(own -> own.equals(id) && signIn.end(tx, own, "session.ended"))
                        .findFirst()
                        .orElseThrow(() -> Refusal.notFound("sign-in").asException())));
    }

    /**
     * Ends all of the caller's sign-ins but the one that asks.
     *
     * @return how many
     */
    public int endOthers(Caller caller) {
        SessionId current = SignIn.requireSession(caller);
        return transactions.run(
                caller,
                tx -> tx.asPlatform(() -> (int) going(tx, caller, current).stream()
                        .filter(session -> !session.current() && signIn.end(tx, session.id(), "session.ended"))
                        .count()));
    }

    private List<OwnSession> going(Tx tx, Caller caller, SessionId current) {
        return SessionStore.going(tx, person(caller), current, signIn.now());
    }

    private static PersonId person(Caller caller) {
        return PersonId.of(caller.actor());
    }
}
