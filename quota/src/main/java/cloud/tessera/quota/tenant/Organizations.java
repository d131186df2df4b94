package cloud.tessera.quota.tenant;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;

/** The customers. */
@Singleton
public final class Organizations {
    /**
     * The topic of the fact that an organization was made; its payload is an {@link Opened}. Modules to the right that
     * keep a row for each organization may insert it when they first need it, without waiting for the fact.
     */
    public static final String OPENED = "organization.opened";

    private final Transactions transactions;
    private final Audit audit;
    private final Projects projects;
    private final IdSource ids;

    /** What {@link #OPENED} says. */
    public record Opened(String organization, String currency, String terms) {}

    public Organizations(Transactions transactions, Audit audit, Projects projects, IdSource ids) {
        this.transactions = transactions;
        this.audit = audit;
        this.projects = projects;
        this.ids = ids;
    }

    /**
     * Makes an organization, for operators and jobs, with a project named {@value Projects#DEFAULT} and its limits. It
     * is its own payer, active and not verified. Refused: {@code slug_taken}, and fields that make no sense.
     */
    public Outcome<Organization> create(Caller operator, NewOrganization wanted) {
        throw new IllegalStateException("under construction");
    }

    /** One organization: the caller's own, or any for the platform. */
    public Organization get(Caller caller, OrganizationId id) {
        throw new IllegalStateException("under construction");
    }

    /** All organizations, newest first, for the platform. */
    public Page<Organization> list(Caller operator, Page.Request page) {
        throw new IllegalStateException("under construction");
    }

    /** Sets when an organization pays and whether it is known to the platform, for operators. */
    public Outcome<Organization> setTerms(Caller operator, OrganizationId id, Terms terms, boolean verified) {
        throw new IllegalStateException("under construction");
    }

    /** An organization as another room needs it inside its transaction; not found where the caller does not see it. */
    public Organization of(Tx tx, OrganizationId id) {
        throw new IllegalStateException("under construction");
    }

    /** The same, but {@code organization_suspended} is thrown where it may not book. */
    public Organization requireActive(Tx tx, OrganizationId id) {
        throw new IllegalStateException("under construction");
    }
}
