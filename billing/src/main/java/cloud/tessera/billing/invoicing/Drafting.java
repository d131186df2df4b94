package cloud.tessera.billing.invoicing;

import cloud.tessera.billing.charging.Block;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.metering.HourlyUse;
import cloud.tessera.billing.metering.HourlyUse.Held;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.billing.pricing.PriceTimeline;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what belongs on an invoice, a few queries for a whole organization, and hands it to {@link Lines}. */
@Singleton
public final class Drafting {
    private final PriceBook prices;
    private final Quotes quotes;
    private final HourlyUse use;
    private final Blocks blocks;
    private final Credits credits;
    private final Projects projects;

    public Drafting(PriceBook prices, Quotes quotes, HourlyUse use, Blocks blocks, Credits credits, Projects projects) {
        this.prices = prices;
        this.quotes = quotes;
        this.use = use;
        this.blocks = blocks;
        this.credits = credits;
        this.projects = projects;
    }

    /** What is to be invoiced up to the end of a month: its use and blocks, and what came late for earlier ones. */
    Draft draft(Tx tx, Organization organization, BillingMonth month) {
        PriceTimeline timeline = timeline(tx, organization);
        List<Held> held = use.openUntil(tx, organization.id(), month, timeline.changes());
        List<Block> sold = blocks.toInvoice(tx, organization.id(), month);
        Lines lines = new Lines(organization.currency(), month, names(tx, held, sold));
        addBlocks(tx, lines, sold);
        lines.use(held, timeline, InvoiceStore.billed(tx, organization.id(), months(held), null));
        sold.forEach(lines::prepaid);
        Money applied = lines.owed().min(credits.available(tx, organization));
        lines.credit(applied);
        return lines.draft(applied);
    }

    /**
     * An issued invoice once more from its sources: the readings that it had seen, the prices, the quotes, and what
     * invoices before it had charged. Credits are as they were spent.
     */
    Draft again(Tx tx, Organization organization, Invoice invoice, long readingsUntil) {
        List<InvoiceLine> before = InvoiceStore.lines(tx, invoice.id(), organization.currency());
        List<YearMonth> months = before.stream()
                .filter(line -> line.section() == Section.INFERENCE)
                .map(line -> Objects.requireNonNull(line.usageMonth()))
                .distinct()
                .toList();
        PriceTimeline timeline = timeline(tx, organization);
        List<Held> held = use.asTaken(tx, organization.id(), months, readingsUntil, timeline.changes());
        List<Block> sold = blocks.on(tx, invoice.id().value());
        Map<ProjectId, String> names = before.stream()
                .filter(line -> line.project() != null)
                .collect(Collectors.toMap(
                        line -> Objects.requireNonNull(line.project()),
                        line -> Objects.requireNonNull(line.projectName()),
                        (a, b) -> a));
        var month = new BillingMonth(invoice.month(), invoice.customer().zone());
        Lines lines = new Lines(organization.currency(), month, names);
        addBlocks(tx, lines, sold);
        lines.use(held, timeline, InvoiceStore.billed(tx, organization.id(), months, invoice.id()));
        sold.forEach(lines::prepaid);
        Money spent = invoice.credits().negated();
        Money prepaid = sold.stream().map(Block::prepaid).reduce(Money.zero(organization.currency()), Money::plus);
        lines.credit(spent.minus(prepaid));
        return lines.draft(spent.minus(prepaid));
    }

    private PriceTimeline timeline(Tx tx, Organization organization) {
        var window = new TimeWindow(Instant.EPOCH, tx.now().plus(Duration.ofHours(1)));
        return prices.timeline(tx, organization.currency(), window);
    }

    private void addBlocks(Tx tx, Lines lines, List<Block> sold) {
        Map<QuoteId, Quote> byId = quotes.of(tx, sold.stream().map(Block::quote).toList()).stream()
                .collect(Collectors.toMap(Quote::id, Function.identity()));
        sold.forEach(block -> lines.block(block, Objects.requireNonNull(byId.get(block.quote()))));
    }

    private static List<YearMonth> months(List<Held> held) {
        return held.stream().map(Held::month).distinct().toList();
    }

    private Map<ProjectId, String> names(Tx tx, List<Held> held, List<Block> sold) {
        Map<ProjectId, String> names = new HashMap<>();
        Function<ProjectId, String> name = id -> projects.of(tx, id).name();
        held.forEach(each -> names.computeIfAbsent(each.project(), name));
        sold.forEach(each -> names.computeIfAbsent(each.project(), name));
        return names;
    }
}
