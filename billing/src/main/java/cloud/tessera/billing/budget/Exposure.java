package cloud.tessera.billing.budget;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What a payer may owe. */
@Singleton
public final class Exposure {

    /** Commits an amount for a claim under a lock on the payer. Refused: exposure_reached. */
    public void commit(Tx tx, UUID claim, OrganizationId organization, Money amount) {
        throw new IllegalStateException("under construction");
    }

    /** Ends a commitment; none is no error. */
    public void release(Tx tx, UUID claim) {
        throw new IllegalStateException("under construction");
    }

    /** Sets how far the exposure of an organization's payer may go. */
    public Outcome<ExposureView> setLimit(Caller operator, OrganizationId organization, Money limit) {
        throw new IllegalStateException("under construction");
    }

    /** What the payer of an organization owes and may owe. */
    public ExposureView view(Caller caller, OrganizationId organization) {
        throw new IllegalStateException("under construction");
    }

    /** Rates what was metered and not yet invoiced, for all payers. */
    public void refresh(Caller job) {
        throw new IllegalStateException("under construction");
    }
}
