package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.metering.Metering;
import cloud.tessera.billing.metering.Reading;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.money.Rate;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.billing.pricing.PriceTimeline;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.billing.rating.Segment;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What single claims have cost, by their readings. */
@Singleton
public final class ClaimCosts {
    private final Transactions transactions;
    private final Organizations organizations;
    private final Metering metering;
    private final PriceBook prices;

    public ClaimCosts(Transactions transactions, Organizations organizations, Metering metering, PriceBook prices) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.metering = metering;
        this.prices = prices;
    }

    /**
     * What a metered claim has cost up to its last reading, rated by itself. An invoice rounds the total of all claims
     * once, so that this may differ from its part there by a minor unit.
     */
    public Money soFar(Caller caller, OrganizationId owner, UUID claim) {
        List<Reading> readings = metering.of(caller, claim);
        return transactions.run(caller, tx -> {
            Organization organization = organizations.of(tx, owner);
            if (readings.isEmpty()) {
                return Money.zero(organization.currency());
            }
            return Rating.amount(organization.currency(), segments(tx, organization, readings));
        });
    }

    /**
     * What metered claims of one organization have cost from an instant on, up to their last readings, rated together; for
     * rooms that have looked at who asks.
     */
    public Money since(Tx tx, Organization organization, Collection<UUID> claims, Instant from) {
        List<Segment> segments = new ArrayList<>();
        for (UUID claim : claims) {
            List<Reading> readings = metering.of(tx, claim).stream()
                    .filter(reading -> !reading.occurredAt().isBefore(from))
                    .toList();
            if (!readings.isEmpty()) {
                segments.addAll(segments(tx, organization, readings));
            }
        }
        return Rating.amount(organization.currency(), segments);
    }

    private List<Segment> segments(Tx tx, Organization organization, List<Reading> readings) {
        var window = new TimeWindow(readings.getFirst().occurredAt(), end(readings.getLast()));
        PriceTimeline timeline = prices.timeline(tx, organization.currency(), window);
        return readings.stream().map(r -> segment(timeline, organization, r)).toList();
    }

    private static Segment segment(PriceTimeline timeline, Organization organization, Reading reading) {
        Rate rate = timeline.rate(reading.sku(), reading.workload(), reading.site(), reading.occurredAt())
                .orElseThrow(() -> PriceBook.noPrice(reading.sku(), reading.site(), organization.currency()));
        long unitSeconds = Math.multiplyExact(reading.quantity(), (long) reading.seconds());
        return new Segment(reading.claim(), reading.occurredAt(), end(reading), rate.perHour(), unitSeconds);
    }

    private static Instant end(Reading reading) {
        return reading.occurredAt().plusSeconds(reading.seconds());
    }
}
