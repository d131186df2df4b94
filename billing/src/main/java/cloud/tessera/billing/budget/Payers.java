package cloud.tessera.billing.budget;

import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Fact;
import cloud.tessera.quota.transaction.Facts;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Opens a payer's row, with its first limit, as soon as the organization is there: from the fact that it was opened, so
 * that a first booking finds the row to lock. Whoever needs it earlier makes it ({@link Exposure}).
 */
@Singleton
public final class Payers {
    private static final String READER = "billing.payers";

    private final Facts facts;
    private final Organizations organizations;

    public Payers(Facts facts, Organizations organizations) {
        this.facts = facts;
        this.organizations = organizations;
    }

    /** Takes in which organizations were opened since the last time and says how many. For the worker. */
    public int open(Caller job) {
        int opened = 0;
        // One for each transaction: who locks rows of several payers does so by their ids, and facts come in another
        // order.
        while (facts.read(job, READER, Set.of(Organizations.OPENED), 1, this::open) == 1) {
            opened++;
        }
        return opened;
    }

    private void open(Tx tx, Fact fact) {
        var owner = organizations.of(tx, new OrganizationId(fact.subject()));
        ExposureStore.open(tx, owner, Exposure.firstLimit(owner.currency()));
    }
}
