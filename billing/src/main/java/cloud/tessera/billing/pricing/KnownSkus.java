package cloud.tessera.billing.pricing;

import cloud.tessera.quota.term.Caller;
import java.util.Map;
import java.util.Set;

/** What can be priced, and where. Billing knows SKUs and no cards: whoever knows the cards says what is sold as what. */
public interface KnownSkus {
    /** Of some SKUs those that nothing is sold as, each with the reason and what would be one instead. */
    Map<String, String> unknown(Caller operator, Set<String> skus);

    /** The codes of the sites where anything is sold. */
    Set<String> sites(Caller operator);
}
