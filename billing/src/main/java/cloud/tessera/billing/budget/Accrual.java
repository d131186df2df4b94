package cloud.tessera.billing.budget;

import cloud.tessera.billing.metering.HourlyUse;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.money.Rate;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.billing.pricing.PriceTimeline;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.billing.rating.Segment;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What was metered and is on no invoice yet, rated as the invoice will rate it. */
final class Accrual {
    private static final UUID ALL_CLAIMS = new UUID(0, 0);
    private static final Instant BEGINNING = Instant.EPOCH;

    private final PriceBook prices;
    private final HourlyUse use;

    Accrual(PriceBook prices, HourlyUse use) {
        this.prices = prices;
        this.use = use;
    }

    /** The amount for each organization given; use that has no price counts nothing here and stops its invoice later. */
    Map<Organization, Money> amounts(Tx tx, Collection<Organization> organizations) {
        Map<Organization, Money> amounts = new HashMap<>();
        Map<Currency, List<Organization>> byCurrency = new HashMap<>();
        organizations.forEach(o ->
                byCurrency.computeIfAbsent(o.currency(), c -> new ArrayList<>()).add(o));
        byCurrency.forEach((currency, owners) -> {
            var window = new TimeWindow(BEGINNING, tx.now().plus(Duration.ofHours(1)));
            PriceTimeline timeline = prices.timeline(tx, currency, window);
            Map<OrganizationId, List<Segment>> segments = new HashMap<>();
            List<OrganizationId> ids = owners.stream().map(Organization::id).toList();
            for (HourlyUse.Open open : use.open(tx, ids, timeline.changes())) {
                segment(timeline, open)
                        .ifPresent(s -> segments.computeIfAbsent(open.organization(), id -> new ArrayList<>())
                                .add(s));
            }
            owners.forEach(o -> amounts.put(o, Rating.amount(currency, segments.getOrDefault(o.id(), List.of()))));
        });
        return amounts;
    }

    private static Optional<Segment> segment(PriceTimeline timeline, HourlyUse.Open open) {
        Optional<Rate> rate = timeline.rate(open.sku(), Workload.INFERENCE, open.site(), open.from());
        return rate.map(r -> new Segment(ALL_CLAIMS, open.from(), open.from(), r.perHour(), open.unitSeconds()));
    }
}
