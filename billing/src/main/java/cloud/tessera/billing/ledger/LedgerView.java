package cloud.tessera.billing.ledger;

import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import java.util.List;

/** What stands in the accounts of an organization. */
@Singleton
public final class LedgerView {
    private final Transactions transactions;
    private final Organizations organizations;

    public LedgerView(Transactions transactions, Organizations organizations) {
        this.transactions = transactions;
        this.organizations = organizations;
    }

    /** The balance of every account that was ever used, for those who may see costs. They add up to zero. */
    public List<AccountBalance> balances(Caller caller, OrganizationId organization) {
        caller.require(Permission.VIEW_COSTS);
        return transactions.run(caller, tx -> {
            organizations.of(tx, organization);
            return LedgerStore.of(tx, organization);
        });
    }
}
