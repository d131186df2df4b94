package cloud.tessera.billing.pricing;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.billing.rating.Segment;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Later;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prices for blocks that bind for {@link #BINDING}, with the rates as they were when the quote was made. */
@Singleton
public final class Quotes {
    /** How long a quote binds. */
    public static final Duration BINDING = Duration.ofMinutes(15);

    private static final UUID NO_CLAIM = new UUID(0, 0);

    private final Transactions transactions;
    private final PriceBook prices;
    private final Organizations organizations;
    private final Projects projects;

    /** A price that was worked out and belongs to nobody yet. */
    private record Worked(Organization organization, Instant billableUntil, List<Piece> pieces, Money amount) {}

    public Quotes(Transactions transactions, PriceBook prices, Organizations organizations, Projects projects) {
        this.transactions = transactions;
        this.prices = prices;
        this.organizations = organizations;
        this.projects = projects;
    }

    /**
     * Prices a block and binds the price. Refused: {@code no_price}, {@code window_too_short}.
     *
     * @param turnaround the end of the window, which is the platform's and not charged
     */
    public Quote make(
            Tx tx,
            ProjectId project,
            String sku,
            Workload workload,
            String site,
            long quantity,
            TimeWindow window,
            Duration turnaround) {
        Worked worked = work(tx, project, sku, workload, site, quantity, window, turnaround);
        Quote quote = quote(tx, worked, project, sku, workload, site, quantity, window);
        PriceStore.insert(tx, List.of(quote));
        return quote;
    }

    private static Quote quote(
            Tx tx,
            Worked worked,
            ProjectId project,
            String sku,
            Workload workload,
            String site,
            long quantity,
            TimeWindow window) {
        return new Quote(
                new QuoteId(tx.newId()),
                worked.organization().id(),
                project,
                sku,
                workload,
                site,
                quantity,
                window,
                worked.billableUntil(),
                worked.amount(),
                worked.pieces(),
                tx.now(),
                tx.now().plus(BINDING));
    }

    /** What {@link #draft} is asked for. */
    public record Wanted(
            Organization organization,
            ProjectId project,
            String sku,
            Workload workload,
            String site,
            long quantity,
            TimeWindow window,
            Duration turnaround) {}

    /**
     * Works out quotes for several blocks at once and stores none of them; {@link #keep} does. What cannot be quoted is
     * left out; alone it is refused with the reason.
     *
     * @param known what {@link #prices} has found
     */
    public Map<Wanted, Quote> draft(Tx tx, Collection<Wanted> wanted, List<Price> known) {
        Map<Currency, PriceTimeline> timelines = new HashMap<>();
        known.stream()
                .collect(Collectors.groupingBy(Price::currency))
                .forEach((currency, prices) -> timelines.put(currency, new PriceTimeline(prices)));
        Map<Wanted, Quote> quotes = new HashMap<>();
        for (Wanted each : wanted) {
            PriceTimeline timeline = timelines.get(each.organization().currency());
            if (timeline != null) {
                draft(tx, each, timeline).ifPresent(quote -> quotes.put(each, quote));
            }
        }
        return quotes;
    }

    /** Asks for the prices of some SKUs at any time of a window, for {@link #draft}. */
    public Later<List<Price>> prices(Tx tx, Collection<String> skus, TimeWindow window) {
        return prices.ofSkus(tx, skus, window);
    }

    private static Optional<Quote> draft(Tx tx, Wanted wanted, PriceTimeline timeline) {
        try {
            Worked worked = work(
                    wanted.organization(),
                    wanted.window(),
                    wanted.turnaround(),
                    wanted.quantity(),
                    billable -> timeline.pieces(
                                    wanted.sku(), wanted.workload(), wanted.site(), billable.start(), billable.end())
                            .orElseThrow(() -> PriceBook.noPrice(
                                    wanted.sku(),
                                    wanted.site(),
                                    wanted.organization().currency())));
            return Optional.of(quote(
                    tx,
                    worked,
                    wanted.project(),
                    wanted.sku(),
                    wanted.workload(),
                    wanted.site(),
                    wanted.quantity(),
                    wanted.window()));
        } catch (Refused refused) {
            return Optional.empty();
        }
    }

    /** The same quote once more, with an id of its own. */
    public Quote again(Tx tx, Quote quote) {
        return new Quote(
                new QuoteId(tx.newId()),
                quote.organization(),
                quote.project(),
                quote.sku(),
                quote.workload(),
                quote.site(),
                quote.quantity(),
                quote.window(),
                quote.billableUntil(),
                quote.amount(),
                quote.pieces(),
                quote.createdAt(),
                quote.expiresAt());
    }

    /** Stores quotes, which bind from then on. */
    public void keep(Tx tx, List<Quote> quotes) {
        PriceStore.insert(tx, quotes);
    }

    /** What a block would cost, without binding or storing it. Refused: as {@link #make}. */
    public Money estimate(
            Tx tx,
            ProjectId project,
            String sku,
            Workload workload,
            String site,
            long quantity,
            TimeWindow window,
            Duration turnaround) {
        return work(tx, project, sku, workload, site, quantity, window, turnaround)
                .amount();
    }

    /** The first of some SKUs that has a price at a site now; the last where none has, whose estimate then says so. */
    public String priced(Tx tx, ProjectId project, List<String> skus, Workload workload, String site) {
        Currency currency =
                organizations.of(tx, projects.of(tx, project).organization()).currency();
        return skus.stream()
                .filter(sku ->
                        prices.rate(tx, sku, workload, site, currency, tx.now()).isPresent())
                .findFirst()
                .orElseGet(skus::getLast);
    }

    /** A quote of the caller's organization. */
    public Quote get(Caller caller, QuoteId id) {
        caller.require(Permission.VIEW_CAPACITY);
        return transactions.run(caller, tx -> of(tx, id));
    }

    /** A quote, inside a transaction of another room; not found where the caller does not see it. */
    public Quote of(Tx tx, QuoteId id) {
        Quote quote = PriceStore.quote(tx, id)
                .orElseThrow(() -> Refusal.notFound("quote").asException());
        projects.of(tx, quote.project());
        return quote;
    }

    /** Many quotes at once, for other rooms of billing that have found their ids in their own rows. */
    public List<Quote> of(Tx tx, List<QuoteId> ids) {
        return PriceStore.quotes(tx, ids);
    }

    /** A quote that still binds. Refused: {@code quote_expired}. */
    public Quote requireBinding(Tx tx, QuoteId id) {
        Quote quote = of(tx, id);
        if (!tx.now().isBefore(quote.expiresAt())) {
            throw Refusal.conflict(
                            "quote_expired", "This quote bound until " + quote.expiresAt() + "; ask for a new one.")
                    .asException();
        }
        return quote;
    }

    /** What the amount of a quote is computed from; rating these segments gives that amount again. */
    public static List<Segment> segments(Quote quote, UUID claim) {
        return segments(quote.pieces(), quote.quantity(), claim);
    }

    private Worked work(
            Tx tx,
            ProjectId project,
            String sku,
            Workload workload,
            String site,
            long quantity,
            TimeWindow window,
            Duration turnaround) {
        Organization organization =
                organizations.of(tx, projects.of(tx, project).organization());
        return work(
                organization,
                window,
                turnaround,
                quantity,
                billable -> prices.pieces(tx, sku, workload, site, organization.currency(), billable));
    }

    private static Worked work(
            Organization organization,
            TimeWindow window,
            Duration turnaround,
            long quantity,
            Function<TimeWindow, List<Piece>> rates) {
        Instant billableUntil = window.end().minus(turnaround);
        if (!window.start().isBefore(billableUntil)) {
            throw Refusal.invalid(
                            "window_too_short",
                            "The window must be longer than the " + turnaround.toMinutes()
                                    + " minutes that it takes to prepare the cards for the next one.",
                            "window")
                    .asException();
        }
        var billable = new TimeWindow(window.start(), billableUntil);
        List<Piece> pieces = rates.apply(billable);
        Money amount = Rating.quoted(organization.currency(), segments(pieces, quantity, NO_CLAIM));
        return new Worked(organization, billableUntil, pieces, amount);
    }

    private static List<Segment> segments(List<Piece> pieces, long quantity, UUID claim) {
        return pieces.stream()
                .map(p -> new Segment(
                        claim,
                        p.from(),
                        p.until(),
                        p.rate().perHour(),
                        Math.multiplyExact(
                                quantity, Duration.between(p.from(), p.until()).toSeconds())))
                .toList();
    }
}
