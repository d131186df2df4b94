package cloud.tessera.billing.ledger;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import jakarta.inject.Singleton;
import java.util.List;

/** What stands in the accounts of an organization. */
@Singleton
public final class LedgerView {

    /** The balance of every account that was ever used. */
    public List<AccountBalance> balances(Caller caller, OrganizationId organization) {
        throw new IllegalStateException("under construction");
    }
}
