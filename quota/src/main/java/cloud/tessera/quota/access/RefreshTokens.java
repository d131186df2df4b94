package cloud.tessera.quota.access;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;

/** Tokens that keep a session of the API going. Each is used once: using one again reveals a theft and ends the session. */
@Singleton
public final class RefreshTokens {
    private final Transactions transactions;
    private final SignIn signIn;
    private final Audit audit;

    public RefreshTokens(Transactions transactions, SignIn signIn, Audit audit) {
        this.transactions = transactions;
        this.signIn = signIn;
        this.audit = audit;
    }

    /** The first token of the caller's session; callers without a session are refused. It is shown once. */
    public String issue(Caller caller) {
        throw new IllegalStateException("under construction");
    }

    /** Uses a token: who it stands for now, and the next token. Refused: {@code invalid_refresh_token}. */
    public Outcome<Rotated> rotate(String token, Caller.Request request) {
        throw new IllegalStateException("under construction");
    }
}
