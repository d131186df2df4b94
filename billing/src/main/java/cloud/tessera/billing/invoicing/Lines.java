package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.charging.Block;
import cloud.tessera.billing.metering.HourlyUse.Held;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.money.Rate;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.billing.pricing.PriceTimeline;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.billing.rating.Segment;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.ProjectId;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds the lines of an invoice in their order: blocks, metered use, credits. Pure: the same inputs, the same lines. */
final class Lines {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);

    private final Currency currency;
    private final BillingMonth month;
    private final Map<ProjectId, String> names;
    private final List<InvoiceLine> lines = new ArrayList<>();
    private final List<UUID> blocks = new ArrayList<>();

    /** What one line of metered use is about. */
    record UseKey(YearMonth month, ProjectId project, String sku, String site) {}

    /** What earlier invoices have charged for a use. */
    record Billed(Money amount, long unitSeconds) {}

    Lines(Currency currency, BillingMonth month, Map<ProjectId, String> names) {
        this.currency = currency;
        this.month = month;
        this.names = names;
    }

    /** A block: the amount of its quote, and the segments that it was computed from. */
    void block(Block block, Quote quote) {
        List<Segment> segments = Quotes.segments(quote, block.soldFor());
        blocks.add(block.claim());
        lines.add(new InvoiceLine(
                lines.size() + 1,
                Section.TRAINING,
                block.project(),
                name(block.project()),
                block.soldFor(),
                block.sku(),
                block.site(),
                month.month(),
                block.quantity() + " x " + block.sku() + " at " + block.site() + ", " + local(block.start()) + " to "
                        + local(block.billableUntil()),
                segments.stream().mapToLong(Segment::unitSeconds).sum(),
                Money.zero(currency),
                Rating.amount(currency, segments),
                segments));
    }

    /** Metered use, one line for each month, project, SKU and site; each month is rated as a whole. */
    void use(List<Held> held, PriceTimeline timeline, Map<UseKey, Billed> billed) {
        Map<YearMonth, Map<UseKey, List<Segment>>> months = new TreeMap<>();
        for (Held each : held) {
            var key = new UseKey(each.month(), each.project(), each.sku(), each.site());
            List<Segment> segments = months.computeIfAbsent(each.month(), m -> new LinkedHashMap<>())
                    .computeIfAbsent(key, k -> new ArrayList<>());
            segments.add(segment(each, timeline));
        }
        var nothing = new Billed(Money.zero(currency), 0);
        // The month itself comes first, adjustments of earlier ones after it.
        months.entrySet().stream()
                .sorted(Map.Entry.<YearMonth, Map<UseKey, List<Segment>>>comparingByKey()
                        .reversed())
                .forEach(entry -> {
                    List<Rating.Use<UseKey>> uses = new ArrayList<>();
                    entry.getValue().forEach((key, segments) -> {
                        Billed before = billed.getOrDefault(key, nothing);
                        uses.add(new Rating.Use<>(key, joined(segments), before.amount(), before.unitSeconds()));
                    });
                    Rating.rate(currency, uses).lines().forEach(this::use);
                });
    }

    private void use(Rating.Line<UseKey> rated) {
        UseKey key = rated.key();
        String what = key.sku() + " at " + key.site();
        lines.add(new InvoiceLine(
                lines.size() + 1,
                Section.INFERENCE,
                key.project(),
                name(key.project()),
                null,
                key.sku(),
                key.site(),
                key.month(),
                key.month().equals(month.month()) ? what : what + ", late use of " + key.month(),
                rated.unitSeconds(),
                rated.billedBefore(),
                rated.amount(),
                rated.segments()));
    }

    /** What credit paid for a block when it was charged. */
    void prepaid(Block block) {
        if (block.prepaid().isPositive()) {
            credit(block, "Paid from credit: " + block.quantity() + " x " + block.sku(), block.prepaid());
        }
    }

    /** What credit pays of all that is left. */
    void credit(Money applied) {
        if (applied.isPositive()) {
            credit(null, "Credit applied", applied);
        }
    }

    private void credit(@Nullable Block block, String description, Money amount) {
        lines.add(new InvoiceLine(
                lines.size() + 1,
                Section.CREDIT,
                block == null ? null : block.project(),
                block == null ? null : name(block.project()),
                block == null ? null : block.soldFor(),
                block == null ? null : block.sku(),
                block == null ? null : block.site(),
                null,
                description,
                0,
                Money.zero(currency),
                amount.negated(),
                List.of()));
    }

    /** What the lines so far come to, but never below zero: credit is not spent on nothing. */
    Money owed() {
        Money sum = draft(Money.zero(currency)).total();
        return sum.isNegative() ? Money.zero(currency) : sum;
    }

    Draft draft(Money applied) {
        return new Draft(currency, List.copyOf(lines), List.copyOf(blocks), applied);
    }

    private Segment segment(Held held, PriceTimeline timeline) {
        Rate rate = timeline.rate(held.sku(), Workload.INFERENCE, held.site(), held.from())
                .orElseThrow(() -> PriceBook.noPrice(held.sku(), held.site(), currency));
        return new Segment(held.claim(), held.from(), held.until(), rate.perHour(), held.unitSeconds());
    }

    /** Joins what follows on the same claim at the same rate: the prices of other SKUs changed between, not its own. */
    private static List<Segment> joined(List<Segment> segments) {
        Map<UUID, Integer> lastOf = new LinkedHashMap<>();
        List<Segment> joined = new ArrayList<>();
        for (Segment next : segments) {
            Integer at = lastOf.get(next.claim());
            if (at != null && joined.get(at).ratePerHour().compareTo(next.ratePerHour()) == 0) {
                Segment last = joined.get(at);
                long unitSeconds = Math.addExact(last.unitSeconds(), next.unitSeconds());
                joined.set(at, new Segment(last.claim(), last.from(), next.until(), last.ratePerHour(), unitSeconds));
            } else {
                lastOf.put(next.claim(), joined.size());
                joined.add(next);
            }
        }
        return joined;
    }

    private String name(ProjectId project) {
        return Objects.requireNonNull(names.get(project));
    }

    private String local(Instant instant) {
        return MINUTE.format(instant.atZone(month.zone()));
    }
}
