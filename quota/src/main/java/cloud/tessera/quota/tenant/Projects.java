package cloud.tessera.quota.tenant;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.List;

/** The projects of organizations. A key that is bound to a project sees that project alone. */
@Singleton
public final class Projects {
    /** The name of the project that every organization begins with. */
    public static final String DEFAULT = "default";

    private final Transactions transactions;
    private final Audit audit;
    private final Limits limits;

    public Projects(Transactions transactions, Audit audit, Limits limits) {
        this.transactions = transactions;
        this.audit = audit;
        this.limits = limits;
    }

    /** Makes a project in the caller's organization, with the first limits. Refused: {@code name_taken}. */
    public Outcome<Project> create(Caller caller, String name) {
        throw new IllegalStateException("under construction");
    }

    /** The projects of the caller's organization, by name. */
    public List<Project> list(Caller caller) {
        throw new IllegalStateException("under construction");
    }

    /** The projects of an organization, by name: of the caller's own, or of any for the platform. */
    public List<Project> list(Caller caller, OrganizationId organization) {
        throw new IllegalStateException("under construction");
    }

    public Project get(Caller caller, ProjectId id) {
        throw new IllegalStateException("under construction");
    }

    /** A project as another room needs it inside its transaction; not found where the caller does not see it. */
    public Project of(Tx tx, ProjectId id) {
        throw new IllegalStateException("under construction");
    }
}
