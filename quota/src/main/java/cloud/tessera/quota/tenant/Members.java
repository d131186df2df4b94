package cloud.tessera.quota.tenant;

import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who belongs to an organization and with which role. An organization that has an owner always keeps one. */
@Singleton
public final class Members {
    private final Transactions transactions;
    private final Audit audit;
    private final People people;

    public Members(Transactions transactions, Audit audit, People people) {
        this.transactions = transactions;
        this.audit = audit;
        this.people = people;
    }

    /**
     * Adds a person, who is made where the e-mail is new. Somebody who is there already keeps name and password.
     * Refused: {@code already_member}, {@code invalid_email}, {@code weak_password}.
     *
     * @param password null where the person cannot sign in yet
     */
    public Outcome<Member> add(
            Caller caller,
            OrganizationId organization,
            String email,
            String displayName,
            Role role,
            @Nullable String password) {
        throw new IllegalStateException("under construction");
    }

    /** The members, owners first, then by name. */
    public List<Member> list(Caller caller, OrganizationId organization) {
        throw new IllegalStateException("under construction");
    }

    /** Gives a member another role. Refused: {@code last_owner}. */
    public Outcome<Member> changeRole(Caller caller, OrganizationId organization, PersonId person, Role role) {
        throw new IllegalStateException("under construction");
    }

    /** Takes a member out and tells who it was. Refused: {@code last_owner}. */
    public Outcome<Member> remove(Caller caller, OrganizationId organization, PersonId person) {
        throw new IllegalStateException("under construction");
    }
}
