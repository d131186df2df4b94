package cloud.tessera.inventory.service;

import cloud.tessera.billing.invoicing.ClaimCosts;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.money.Rate;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.billing.rating.Segment;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What services cost: what was metered this month, what runs since, and the rates of now. */
final class ServiceCosts {
    private static final long HOUR = Duration.ofHours(1).toSeconds();

    private final ClaimCosts costs;
    private final PriceBook prices;

    ServiceCosts(ClaimCosts costs, PriceBook prices) {
        this.costs = costs;
        this.prices = prices;
    }

    /** Since when what is spent counts against the ceiling. */
    static Instant month(Tx tx, Organization organization) {
        return BillingMonth.containing(tx.now(), organization.zone()).start();
    }

    /**
     * @param all every claim that was a replica this month
     * @param there replicas that are not over
     */
    Spend of(Tx tx, Organization organization, Collection<UUID> all, List<Allocation> there) {
        Instant month = month(tx, organization);
        Money metered = costs.since(tx, organization, all, month);
        List<Segment> since = new ArrayList<>();
        List<Segment> hour = new ArrayList<>();
        for (Allocation each : there) {
            Optional<Rate> rate = rate(tx, organization, each.sku(), each.site());
            if (rate.isPresent() && each.releaseAskedAt() == null) {
                Instant from = unmetered(each, month, tx.now());
                add(since, each, rate.get(), from, tx.now());
                add(hour, each, rate.get(), tx.now(), tx.now().plusSeconds(HOUR));
            }
        }
        return new Spend(
                metered.plus(Rating.quoted(organization.currency(), since)),
                Rating.quoted(organization.currency(), hour));
    }

    /** What one replica costs an hour at a site; zero where it has no price there, so that its start says so. */
    Money each(Tx tx, Organization organization, Service service, Tier tier, String site) {
        return new Kind(tier, true, 1)
                .skus(service.shape()).stream()
                        .flatMap(sku -> rate(tx, organization, sku, site).stream())
                        .findFirst()
                        .map(rate -> Rating.quoted(
                                organization.currency(),
                                List.of(new Segment(
                                        service.id().value(),
                                        tx.now(),
                                        tx.now().plusSeconds(HOUR),
                                        rate.perHour(),
                                        Math.multiplyExact(HOUR, service.shape().quantity())))))
                        .orElseGet(() -> Money.zero(organization.currency()));
    }

    private Optional<Rate> rate(Tx tx, Organization organization, String sku, String site) {
        return prices.rate(tx, sku, Workload.INFERENCE, site, organization.currency(), tx.now());
    }

    private static void add(List<Segment> to, Allocation each, Rate rate, Instant from, Instant until) {
        long seconds = Duration.between(from, until).toSeconds();
        if (seconds > 0) {
            long units = each.kind().units(each.shape());
            to.add(new Segment(each.id().value(), from, until, rate.perHour(), Math.multiplyExact(units, seconds)));
        }
    }

    private static Instant unmetered(Allocation each, Instant month, Instant now) {
        if (each.readyAt() == null || each.state() instanceof AllocationState.Provisioning) {
            return now;
        }
        Instant from = each.meteredUntil() == null ? each.readyAt() : each.meteredUntil();
        return from.isBefore(month) ? month : from;
    }
}
