package cloud.tessera.inventory.matching;

import cloud.tessera.billing.pricing.Price;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From what somebody wants a card for to the shapes that do it. Answers promise nothing and hold nothing. */
@Singleton
public final class Matches {
    /** Callers of the platform hold no private cards: to them these look taken. */
    private static final UUID NOBODY = new UUID(0, 0);
    /** How long something is looked for where nobody says how long it takes. */
    private static final int USUAL_HOURS = 24;

    private static final Currency USUAL = Currency.getInstance("EUR");

    private final Transactions transactions;
    private final Organizations organizations;
    private final PriceBook prices;
    private final Fleet fleet;
    private final Calendar calendar;
    private final Clock clock;
    private final Catalogue catalogue = Catalogue.shipped();

    public Matches(
            Transactions transactions,
            Organizations organizations,
            PriceBook prices,
            Fleet fleet,
            Calendar calendar,
            Clock clock) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.prices = prices;
        this.fleet = fleet;
        this.calendar = calendar;
        this.clock = clock;
    }

    /** The rules that answers are made by. */
    public MatchRules rules(Caller caller) {
        caller.require(Permission.VIEW_CAPACITY);
        return MatchRules.shipped();
    }

    /**
     * Shapes that do what is wanted, cheapest first, with what was ruled out and why. Refused with the field: {@code
     * unknown_task}, {@code unknown_precision}, {@code unknown_region}, {@code invalid_size}, {@code invalid_context},
     * {@code invalid_batch}, {@code invalid_data}, {@code invalid_throughput}, {@code invalid_amount}, {@code
     * invalid_deadline}.
     */
    public Outcome<MatchAnswer> ask(Caller caller, WhatFor wanted) {
        caller.require(Permission.VIEW_CAPACITY);
        MatchRules rules = MatchRules.shipped();
        return Outcome.of(() -> {
            WhatFor.Checked work = wanted.check(rules);
            List<Site> sites = fleet.sites(caller);
            wanted.limits().check(sites);
            return Ranking.of(work, rules, facts(caller, sites));
        });
    }

    private Facts facts(Caller caller, List<Site> sites) {
        Instant now = clock.instant();
        Optional<Organization> organization =
                caller.organization().map(id -> transactions.run(caller, tx -> organizations.of(tx, id)));
        List<Price> book = prices.list(caller, now);
        UUID holder = organization.map(Organization::holder).orElse(NOBODY);
        Search search = calendar.search(caller);
        return new Facts(
                models(caller),
                sites,
                book,
                organization.map(Organization::currency).orElseGet(() -> currency(book)),
                ThroughputTable.shipped(),
                now,
                (shape, copies, site, workload, hours) ->
                        opening(search, holder, now, shape, copies, site, workload, hours));
    }

    /** For callers of the platform, who have no currency: the first of the book. */
    private static Currency currency(List<Price> book) {
        return book.stream()
                .map(Price::currency)
                .min(Comparator.comparing(Currency::getCurrencyCode))
                .orElse(USUAL);
    }

    /** Models that have a healthy card somewhere, with their sites, in the order of keys and codes. */
    private Map<AcceleratorModel, List<String>> models(Caller caller) {
        Map<String, TreeSet<String>> at = new TreeMap<>();
        fleet.stock(caller).stream()
                .filter(stock -> stock.devices() > stock.failed())
                .forEach(stock ->
                        at.computeIfAbsent(stock.model(), _ -> new TreeSet<>()).add(stock.site()));
        Map<AcceleratorModel, List<String>> models = new LinkedHashMap<>();
        at.forEach((key, codes) -> models.put(catalogue.orFungible(key), List.copyOf(codes)));
        return models;
    }

    private static Facts.Opening opening(
            Search search,
            UUID holder,
            Instant now,
            Shape shape,
            int copies,
            String site,
            Workload workload,
            @Nullable Integer hours) {
        boolean training = workload == Workload.TRAINING;
        Instant start = training ? nextHour(now) : now;
        Instant end = start.plus(hours == null ? USUAL_HOURS : hours, ChronoUnit.HOURS);
        Question open = search.question(shape, workload, site, start, training ? end : null, holder);
        if (copies == 1 ? search.find(open).isPresent() : search.count(open, copies) >= copies) {
            return new Facts.Opening(true, null);
        }
        if (copies > 1 || end.isAfter(Offers.horizon(now))) {
            return new Facts.Opening(false, null);
        }
        Question bounded = search.question(shape, workload, site, start, end, holder);
        return new Facts.Opening(
                false, search.earliest(bounded, now, Offers.horizon(now)).orElse(null));
    }

    private static Instant nextHour(Instant now) {
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(now) ? now : hour.plus(1, ChronoUnit.HOURS);
    }
}
