package cloud.tessera.inventory.matching;

import cloud.tessera.billing.pricing.Price;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a ranking rests on.
 *
 * @param models those that there are cards of, with the codes of the sites that have them
 * @param sites all sites
 * @param prices in force now
 * @param currency in which to answer
 * @param table what cards do in a second
 * @param calendar when something is free
 */
record Facts(
        Map<AcceleratorModel, List<String>> models,
        List<Site> sites,
        List<Price> prices,
        Currency currency,
        List<Throughput> table,
        Instant now,
        Openings calendar) {
    private static final String EVERYWHERE = "*";

    /** Asks the calendar. */
    interface Openings {
        /** @param hours how long; null for an allocation, which has no end */
        Opening of(Shape shape, int copies, String site, Workload workload, @Nullable Integer hours);
    }

    /**
     * When something is free.
     *
     * @param earliest null where it is free now or never
     */
    record Opening(boolean now, @Nullable Instant earliest) {}

    /** The rate of one unit for an hour: the site's own before the one that holds everywhere. */
    Optional<BigDecimal> rate(String sku, Workload workload, String site) {
        return rateOf(sku, workload, site).or(() -> rateOf(sku, workload, EVERYWHERE));
    }

    private Optional<BigDecimal> rateOf(String sku, Workload workload, String site) {
        return prices.stream()
                .filter(price -> price.sku().equals(sku)
                        && price.workload() == workload
                        && price.site().equals(site)
                        && price.currency().equals(currency))
                .map(Price::ratePerHour)
                .findFirst();
    }
}
