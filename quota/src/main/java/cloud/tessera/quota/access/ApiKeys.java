package cloud.tessera.quota.access;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.ApiKeyId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that programs call with. */
@Singleton
public final class ApiKeys {
    private final Transactions transactions;
    private final Projects projects;
    private final Audit audit;

    public ApiKeys(Transactions transactions, Projects projects, Audit audit) {
        this.transactions = transactions;
        this.projects = projects;
        this.audit = audit;
    }

    /**
     * Makes a key for the caller's organization. It may not do more than the caller may: {@code forbidden} otherwise.
     *
     * @param project the one project that it may act in; null for all
     * @param expires null where it does not
     */
    public Outcome<NewKey> create(
            Caller caller, String name, Role role, @Nullable ProjectId project, @Nullable Instant expires) {
        throw new IllegalStateException("under construction");
    }

    /** The keys of the caller's organization, newest first, revoked ones too. */
    public List<ApiKey> list(Caller caller) {
        throw new IllegalStateException("under construction");
    }

    /** Ends a key at once. Ending it again changes nothing. */
    public Outcome<ApiKey> revoke(Caller caller, ApiKeyId id) {
        throw new IllegalStateException("under construction");
    }

    /** Who a secret stands for. Refused, whatever is wrong with it: {@code invalid_api_key}. */
    public Outcome<Caller> authenticate(String secret, Caller.Request request) {
        throw new IllegalStateException("under construction");
    }

    /**
     * Who a key stands for whose secret was shown before, when an access token was made for it. Refused when it does not
     * exist, was revoked or has expired: {@code invalid_api_key}.
     */
    public Outcome<Caller> callerOf(ApiKeyId key, Caller.Request request) {
        throw new IllegalStateException("under construction");
    }
}
