package cloud.tessera.billing.invoicing;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.TimeWindow;
import jakarta.inject.Singleton;
import java.util.List;

/** Use and cost by day, for charts and exports. */
@Singleton
public final class Usage {

    /** Use and cost by day, project and SKU, training and inference apart; oldest first. */
    public List<UsageDay> daily(Caller caller, OrganizationId organization, TimeWindow window) {
        throw new IllegalStateException("under construction");
    }
}
