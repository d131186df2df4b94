package cloud.tessera.portal.capacity;

import cloud.tessera.billing.pricing.Price;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** The prices of one moment in one currency, to look up what a site asks. */
record Prices(List<Price> all, Currency currency) {
    private static final String EVERYWHERE = "*";

    /** The rate of one unit for one hour: the site's own before the one for every site. */
    Optional<BigDecimal> rate(String sku, Workload workload, String site) {
        return at(sku, workload, site).or(() -> at(sku, workload, EVERYWHERE));
    }

    private Optional<BigDecimal> at(String sku, Workload workload, String site) {
        return all.stream()
                .filter(p -> p.sku().equals(sku)
                        && p.workload() == workload
                        && p.site().equals(site))
                .filter(p -> p.currency().equals(currency))
                .map(Price::ratePerHour)
                .findFirst();
    }
}
