package cloud.tessera.quota.access;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/** Tokens that keep a session of the API going. Each is used once: using one again reveals a theft and ends the session. */
@Singleton
public final class RefreshTokens {
    /** What a token starts with. */
    public static final String PREFIX = "tsr_";

    private static final int RANDOM_CHARACTERS = 43;

    private final Transactions transactions;
    private final SignIn signIn;
    private final Clock wall;

    @Inject
    public RefreshTokens(Transactions transactions, SignIn signIn) {
        this(transactions, signIn, Clock.systemUTC());
    }

    RefreshTokens(Transactions transactions, SignIn signIn, Clock wall) {
        this.transactions = transactions;
        this.signIn = signIn;
        this.wall = wall;
    }

    /** The first token of the caller's session; callers without a session are refused. It is shown once. */
    public String issue(Caller caller) {
        SignIn.requireSession(caller);
        return transactions.run(caller, tx -> tx.asPlatform(() -> next(tx, caller)));
    }

    /** Uses a token: who it stands for now, and the next token. Refused: {@code invalid_refresh_token}. */
    public Outcome<Rotated> rotate(String token, Caller.Request request) {
        byte[] hash = Secrets.sha256(token);
        var door = new Caller.Job("refresh", request);
        return Outcome.of(() -> transactions.run(door, tx -> rotate(tx, hash, request)))
                .then(rotated -> rotated.map(Outcome::done).orElseGet(() -> Outcome.no(invalid())));
    }

    /** Forgets tokens that have expired, for jobs. */
    public int expire(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.inBatches(job, (tx, most) -> RefreshTokenStore.deleteExpired(tx, wall.instant(), most));
    }

    /** Empty where the token is no good; that a session ended for it is committed all the same. */
    private Optional<Rotated> rotate(Tx tx, byte[] hash, Caller.Request request) {
        Optional<RefreshTokenStore.Token> used = RefreshTokenStore.use(tx, hash, wall.instant());
        if (used.isEmpty()) {
            RefreshTokenStore.find(tx, hash)
                    .ifPresent(stolen -> signIn.end(tx, stolen.session(), "session.theft_revealed"));
            return Optional.empty();
        }
        RefreshTokenStore.Token token = used.get();
        try {
            Caller caller =
                    signIn.callerOf(tx, token.session(), token.organization().orElse(null), request);
            return Optional.of(new Rotated(caller, next(tx, caller)));
        } catch (Refused ended) {
            return Optional.empty();
        }
    }

    private String next(Tx tx, Caller caller) {
        SessionId session = SignIn.requireSession(caller);
        String text = PREFIX + Secrets.random(RANDOM_CHARACTERS);
        var token = new RefreshTokenStore.Token(session, caller.organization(), signIn.expiry(tx, session));
        RefreshTokenStore.insert(tx, Secrets.sha256(text), token, wall.instant());
        return text;
    }

    private static Refusal invalid() {
        return SignIn.unauthenticated("invalid_refresh_token", "This refresh token is not valid; sign in again.");
    }
}
