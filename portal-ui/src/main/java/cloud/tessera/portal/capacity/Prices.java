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
        return price(sku, workload, site).map(Price::ratePerHour);
    }

    /** The price of the first of some SKUs that has one. */
    Optional<Price> first(List<String> skus, Workload workload, String site) {
        return skus.stream().flatMap(sku -> price(sku, workload, site).stream()).findFirst();
    }

    private Optional<Price> price(String sku, Workload workload, String site) {
        return at(sku, workload, site).or(() -> at(sku, workload, EVERYWHERE));
    }

    private Optional<Price> at(String sku, Workload workload, String site) {
        return all.stream()
                .filter(p -> p.sku().equals(sku)
                        && p.workload() == workload
                        && p.site().equals(site))
                .filter(p -> p.currency().equals(currency))
                .findFirst();
    }
}
