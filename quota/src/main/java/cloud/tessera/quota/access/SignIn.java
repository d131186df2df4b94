package cloud.tessera.quota.access;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and who a session stands for. */
@Singleton
public final class SignIn {
    private final Transactions transactions;
    private final People people;
    private final Members members;
    private final Audit audit;

    public SignIn(Transactions transactions, People people, Members members, Audit audit) {
        this.transactions = transactions;
        this.people = people;
        this.members = members;
        this.audit = audit;
    }

    /**
     * Begins a session. Refused: {@code invalid_credentials}, which says and takes the same for an unknown e-mail as for
     * a wrong password, and {@code too_many_attempts} after ten failures for an e-mail within 15 minutes.
     */
    public Outcome<SignedIn> withPassword(Caller.Request request, String email, String password, SessionKind kind) {
        throw new IllegalStateException("under construction");
    }

    /** What a session was told when it began, as it is now. Throws {@code session_ended}. */
    public SignedIn signedIn(SessionId session, Caller.Request request) {
        throw new IllegalStateException("under construction");
    }

    /**
     * Who a session stands for, with the role that the person has now. Throws {@code session_ended} (unauthenticated)
     * when it was revoked or has expired, and not found for an organization that the person does not belong to.
     *
     * @param organization the one to act for; null for the platform where the person is of the platform, otherwise for
     *     the first of the person's organizations by name
     */
    public Caller callerOf(SessionId session, @Nullable OrganizationId organization, Caller.Request request) {
        throw new IllegalStateException("under construction");
    }

    /** Ends the session of the caller; callers without a session are refused. */
    public void signOut(Caller caller) {
        throw new IllegalStateException("under construction");
    }

    /** The sessions whose tokens, of 15 minutes, may still be about although the session has been ended; for jobs. */
    public Set<SessionId> revoked(Caller job) {
        throw new IllegalStateException("under construction");
    }
}
