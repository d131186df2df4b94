package cloud.tessera.quota.audit;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of who did what. Entries are only ever added. */
@Singleton
public final class Audit {
    private final Transactions transactions;

    public Audit(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Notes what the caller of a transaction does in it.
     *
     * @param organization whose thing is changed; null for what belongs to the platform alone
     * @param action what is done, as in {@code reservation.confirmed}
     * @param subject the typed id of what is changed
     * @param before how it was, stored as JSON without names or addresses of people; null where it is new
     * @param after how it becomes; null where it goes
     */
    public void record(
            Tx tx,
            @Nullable OrganizationId organization,
            String action,
            String subject,
            @Nullable Object before,
            @Nullable Object after) {
        record(tx, List.of(new Deed(tx.caller(), organization, action, subject, before, after)));
    }

    /** Something that a caller does; see {@link #record}. */
    public record Deed(
            Caller caller,
            @Nullable OrganizationId organization,
            String action,
            String subject,
            @Nullable Object before,
            @Nullable Object after) {}

    /** Notes what several callers do in one transaction, in the order given. */
    public void record(Tx tx, List<Deed> deeds) {
        AuditStore.insert(tx, deeds);
    }

    /** Entries, newest first: of the caller's organization, or of all for the platform. */
    public Page<AuditEntry> list(Caller caller, Page.Request page) {
        caller.require(Permission.VIEW_AUDIT);
        return transactions.run(caller, tx -> AuditStore.page(tx, page));
    }
}
