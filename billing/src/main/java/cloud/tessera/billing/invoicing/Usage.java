package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.charging.Block;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.metering.HourlyUse;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.money.Rate;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.billing.pricing.PriceTimeline;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.billing.rating.Segment;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Use and cost by day, for charts and exports. Metered use is rated as the invoice rates it; a block costs on each day
 * what it earned on that day, so that its days add up to its price.
 */
@Singleton
public final class Usage {
    private static final UUID ALL_CLAIMS = new UUID(0, 0);

    private final Transactions transactions;
    private final Organizations organizations;
    private final PriceBook prices;
    private final HourlyUse use;
    private final Blocks blocks;

    private record Key(LocalDate date, ProjectId project, String sku, String site) {}

    /** What a block ran and cost on a day. */
    private record Run(long unitSeconds, Money cost) {
        Run plus(Run other) {
            return new Run(Math.addExact(unitSeconds, other.unitSeconds), cost.plus(other.cost));
        }
    }

    public Usage(
            Transactions transactions, Organizations organizations, PriceBook prices, HourlyUse use, Blocks blocks) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.prices = prices;
        this.use = use;
        this.blocks = blocks;
    }

    /**
     * Use and cost by day, project, SKU and site, training and inference apart; oldest first. For those who may see costs;
     * a key that is bound to a project sees that project. The window counts in whole UTC hours, up to now.
     */
    public List<UsageDay> daily(Caller caller, OrganizationId id, TimeWindow window) {
        caller.require(Permission.VIEW_COSTS);
        return transactions.run(caller, tx -> {
            Organization organization = organizations.of(tx, id);
            List<UsageDay> days = new ArrayList<>(training(tx, organization, window));
            days.addAll(inference(tx, organization, window));
            days.sort(Comparator.comparing(UsageDay::date)
                    .thenComparing(UsageDay::workload)
                    .thenComparing(day -> day.project().value())
                    .thenComparing(UsageDay::sku)
                    .thenComparing(UsageDay::site));
            return List.copyOf(days);
        });
    }

    private List<UsageDay> inference(Tx tx, Organization organization, TimeWindow window) {
        PriceTimeline timeline = prices.timeline(tx, organization.currency(), window);
        Map<Key, List<Segment>> byKey = new LinkedHashMap<>();
        use.daily(tx, organization.id(), window, organization.zone(), timeline.changes()).stream()
                .filter(day -> tx.caller().reaches(day.project()))
                .forEach(day -> byKey.computeIfAbsent(
                                new Key(day.date(), day.project(), day.sku(), day.site()), key -> new ArrayList<>())
                        .add(segment(timeline, organization, day)));
        List<Rating.Use<Key>> uses = new ArrayList<>();
        byKey.forEach((key, segments) -> uses.add(Rating.Use.fresh(key, segments, organization.currency())));
        return Rating.rate(organization.currency(), uses).lines().stream()
                .map(line -> new UsageDay(
                        line.key().date(),
                        Workload.INFERENCE,
                        line.key().project(),
                        line.key().sku(),
                        line.key().site(),
                        line.unitSeconds(),
                        line.amount()))
                .toList();
    }

    private static Segment segment(PriceTimeline timeline, Organization organization, HourlyUse.Day day) {
        Rate rate = timeline.rate(day.sku(), Workload.INFERENCE, day.site(), day.from())
                .orElseThrow(() -> PriceBook.noPrice(day.sku(), day.site(), organization.currency()));
        return new Segment(ALL_CLAIMS, day.from(), day.until(), rate.perHour(), day.unitSeconds());
    }

    private List<UsageDay> training(Tx tx, Organization organization, TimeWindow window) {
        Instant end = window.end().isBefore(tx.now()) ? window.end() : tx.now();
        Map<Key, Run> runs = new LinkedHashMap<>();
        blocks.running(tx, organization.id(), window).stream()
                .filter(block -> tx.caller().reaches(block.project()))
                .forEach(block -> add(runs, block, window.start(), end, organization.zone()));
        List<UsageDay> days = new ArrayList<>();
        runs.forEach((key, run) -> days.add(new UsageDay(
                key.date(), Workload.TRAINING, key.project(), key.sku(), key.site(), run.unitSeconds(), run.cost())));
        return days;
    }

    private static void add(Map<Key, Run> runs, Block block, Instant windowStart, Instant end, ZoneId zone) {
        Instant from = block.start().isBefore(windowStart) ? windowStart : block.start();
        while (from.isBefore(end) && from.isBefore(block.billableUntil())) {
            LocalDate date = LocalDate.ofInstant(from, zone);
            Instant midnight = date.plusDays(1).atStartOfDay(zone).toInstant();
            Instant until = midnight.isBefore(end) ? midnight : end;
            Run run = new Run(
                    Math.multiplyExact(block.left().quantity(), block.secondsBy(until) - block.secondsBy(from)),
                    block.earnedBy(until).minus(block.earnedBy(from)));
            if (run.unitSeconds() > 0 || !run.cost().isZero()) {
                runs.merge(new Key(date, block.project(), block.sku(), block.site()), run, Run::plus);
            }
            from = until;
        }
    }
}
