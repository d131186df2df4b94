package cloud.tessera.inventory.offer;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Price;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Offers: a binding price with a placement that was found and is not held. */
@Singleton
public final class Offers {
    private final Transactions transactions;
    private final Organizations organizations;
    private final Projects projects;
    private final Quotes quotes;
    private final Calendar calendar;
    private final GivingWay givingWay;
    private final Catalogue catalogue = Catalogue.shipped();

    public Offers(
            Transactions transactions,
            Organizations organizations,
            Projects projects,
            Quotes quotes,
            Calendar calendar,
            GivingWay givingWay) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.projects = projects;
        this.quotes = quotes;
        this.calendar = calendar;
        this.givingWay = givingWay;
    }

    /**
     * Finds a placement and prices it. Refused as {@code capacity_exhausted} with what would fit instead, {@code
     * invalid_window}, {@code invalid_quantity}, {@code unknown_model}, {@code unknown_profile}, {@code unknown_site},
     * {@code unknown_region}, {@code no_site_within_limits}, {@code site_unreachable}, {@code invalid_flexible_hours} or
     * {@code no_price}.
     */
    public Outcome<Offer> ask(Caller caller, AskOffer ask) {
        caller.require(Permission.BOOK_CAPACITY);
        calendar.search(caller);
        return transactions.attempt(caller, tx -> make(tx, ask));
    }

    /** An offer of the caller's organization, also one that no longer binds. */
    public Offer get(Caller caller, QuoteId quote) {
        caller.require(Permission.VIEW_WORK);
        return transactions.run(caller, tx -> of(tx, quotes.of(tx, quote)));
    }

    /** The offer that belongs to a quote; {@code not_found} for a quote without one. */
    public Offer of(Tx tx, Quote quote) {
        projects.of(tx, quote.project());
        OfferStore.Row row = OfferStore.find(tx, quote.id())
                .orElseThrow(() -> Refusal.notFound("offer").asException());
        return new Offer(
                quote,
                row.shape(),
                row.site(),
                row.placement(),
                turnaround(row.shape()),
                ClaimLimits.of(tx, quote.id().value()));
    }

    /** {@link #ask} inside a transaction. */
    public Offer make(Tx tx, AskOffer ask) {
        Search search = calendar.search(tx);
        search.check(ask.shape());
        calendar.requireSite(tx, ask.site());
        Rules.check(ask.window(), tx.now());
        Rules.checkFlexible(ask.flexibleHours());
        Project project = projects.of(tx, ask.project());
        Organization organization = organizations.requireActive(tx, project.organization());
        Shape shape = ask.shape();
        Duration turnaround = turnaround(shape);
        TimeWindow window = ask.window();
        Question question =
                search.question(shape, Workload.TRAINING, "", window.start(), window.end(), organization.holder());
        List<String> open = open(tx, shape, ask.site(), ask.limits());
        List<String> sites = sitesByPrice(tx, project.id(), shape, Workload.TRAINING, open, window, turnaround);
        GivingWay.Made made = place(tx, ask, question, sites)
                .orElseThrow(() -> exhausted(tx, project.id(), question, ask.site(), ask.limits()));
        Placement found = made.placement();
        var when = new TimeWindow(made.from(), made.from().plus(window.length()));
        Quote quote = quotes.make(
                tx, project.id(), shape.sku(), Workload.TRAINING, found.site(), shape.quantity(), when, turnaround);
        List<String> placement =
                search.named(found.pieces()).stream().map(Granted::text).toList();
        var offer = new Offer(quote, shape, found.site(), placement, turnaround, ask.limits());
        OfferStore.insert(tx, List.of(offer));
        ClaimLimits.bind(tx, quote.id().value(), quote.organization(), ask.limits());
        return offer;
    }

    /** Where and when it can begin: flexible, at the best of its starts; otherwise at its start, or where others make way. */
    private Optional<GivingWay.Made> place(Tx tx, AskOffer ask, Question question, List<String> sites) {
        Instant start = ask.window().start();
        long ahead = Duration.between(ask.window().end(), horizon(tx.now())).toHours();
        int hours = (int) Math.min(ask.flexibleHours(), ahead);
        Optional<GivingWay.Made> later =
                hours == 0 ? Optional.empty() : givingWay.findWithin(tx, question, sites, hours);
        return later.or(() -> find(tx, question, sites).map(found -> new GivingWay.Made(found, start)))
                .or(() -> givingWay.find(tx, question, sites));
    }

    /**
     * One of several callers who ask at once.
     *
     * @param claim what the offer is for; tells apart those who ask for the very same
     */
    public record Asked(UUID claim, Caller caller, AskOffer ask) {}

    /** A price that was worked out for somebody who asked, and what is sought; nothing of it is stored. */
    public record Draft(Quote quote, Organization organization, Question question, Duration turnaround) {}

    /** What is known of projects, their organizations, sites and rates before prices are worked out. */
    public record Known(
            Map<ProjectId, Project> projects,
            Map<OrganizationId, Organization> organizations,
            OpenSites open,
            List<Price> prices) {}

    /** Asks for what {@link #draft} must know of several callers of one transaction. */
    public Later<Known> known(Tx tx, List<Asked> all) {
        Later<Map<ProjectId, Project>> found =
                projects.of(tx, all.stream().map(each -> each.ask().project()).toList());
        Later<Map<OrganizationId, Organization>> owners = organizations.of(
                tx,
                all.stream()
                        .flatMap(each -> each.caller().organization().stream())
                        .toList());
        Later<List<Price>> rates = quotes.prices(
                tx,
                all.stream().map(each -> each.ask().shape().sku()).distinct().toList(),
                new TimeWindow(
                        all.stream()
                                .map(each -> each.ask().window().start())
                                .min(Instant::compareTo)
                                .orElse(tx.now()),
                        all.stream()
                                .map(each -> each.ask().window().end())
                                .max(Instant::compareTo)
                                .orElse(tx.now().plusSeconds(1))));
        Later<OpenSites> open = OpenSites.ask(tx);
        return () -> new Known(found.get(), owners.get(), open.get(), rates.get());
    }

    /**
     * Works out prices for several callers of one transaction, without a look for places. Whoever may have to be refused,
     * has limits, or asks for the cheapest of several sites, is left out and asks alone.
     */
    public Map<Asked, Draft> draft(Tx tx, List<Asked> all, Known known) {
        return new OffersTogether(calendar.search(tx), this::turnaround, quotes).draft(tx, all, known);
    }

    /** Stores what was drafted and found as offers, in the order given. */
    public void keep(Tx tx, Map<Draft, Placement> found) {
        Search search = calendar.search(tx);
        quotes.keep(tx, found.keySet().stream().map(Draft::quote).toList());
        OfferStore.insert(
                tx,
                found.entrySet().stream()
                        .map(each -> new Offer(
                                each.getKey().quote(),
                                each.getKey().question().shape(),
                                each.getKey().quote().site(),
                                search.named(each.getValue().pieces()).stream()
                                        .map(Granted::text)
                                        .toList(),
                                each.getKey().turnaround(),
                                SiteLimits.NONE))
                        .toList());
    }

    /**
     * The sites to try for a shape: reachable, within limits, and the one that was named, if one was. Refused as {@link
     * OpenSites#require}.
     */
    public List<String> open(Tx tx, Shape shape, @Nullable String only, SiteLimits limits) {
        return OpenSites.load(tx).require(calendar.search(tx).sites(shape.model()), only, limits);
    }

    /** Refuses a site whose link is down as {@code site_unreachable}: whoever holds an offer or a place there must wait. */
    public void requireReachable(Tx tx, Shape shape, String site, SiteLimits limits) {
        OpenSites.load(tx).requireReachable(site, calendar.search(tx).sites(shape.model()), limits);
    }

    /** A place at the first of some sites that has one; what others have freed is looked up before the answer is no. */
    public Optional<Placement> find(Tx tx, Question question, List<String> sites) {
        Search search = calendar.search(tx);
        Optional<Placement> found = find(search, question, sites);
        return found.isEmpty() && calendar.catchUp(tx) ? find(search, question, sites) : found;
    }

    private static Optional<Placement> find(Search search, Question question, List<String> sites) {
        return sites.stream()
                .map(site -> search.find(question.in(site)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * The refusal of a question that has no place, with what would have one within the limits. It may be asked again later
     * where it could be booked if nobody held anything, and only there.
     */
    public Refused exhausted(Tx tx, ProjectId project, Question question, @Nullable String site, SiteLimits limits) {
        var alternatives = new Alternatives(calendar.search(tx), givingWay, quotes, OpenSites.load(tx), limits);
        List<Refusal.Alternative> others = alternatives.of(tx, project, question, site);
        boolean possible = alternatives.possible(question, site);
        String what =
                question.shape().quantity() + " x " + question.shape().sku() + (site == null ? "" : " in " + site);
        String detail = (possible
                        ? "There is not enough free capacity for " + what
                        : "There is less capacity than " + what + ", whoever holds it")
                + (others.isEmpty() ? "." : possible ? " then; see the alternatives." : "; see the alternatives.");
        return new Refusal(Refusal.Kind.LIMIT, "capacity_exhausted", detail, possible, others, null).asException();
    }

    private Duration turnaround(Shape shape) {
        return Duration.ofMinutes(catalogue.orFungible(shape.model()).turnaroundMinutes());
    }

    /** Sites to try, those with the lowest price first, and without those that have none. */
    public List<String> sitesByPrice(
            Tx tx,
            ProjectId project,
            Shape shape,
            Workload workload,
            List<String> sites,
            TimeWindow window,
            Duration turnaround) {
        if (sites.size() <= 1) {
            return sites;
        }
        record Priced(String site, Money price) {}
        List<Priced> priced = new ArrayList<>();
        Refused none = null;
        for (String site : sites) {
            try {
                priced.add(new Priced(
                        site,
                        quotes.estimate(
                                tx, project, shape.sku(), workload, site, shape.quantity(), window, turnaround)));
            } catch (Refused noPrice) {
                none = noPrice;
            }
        }
        if (priced.isEmpty() && none != null) {
            throw none;
        }
        return priced.stream()
                .sorted(Comparator.<Priced>comparingLong(each -> each.price().minor())
                        .thenComparing(Priced::site))
                .map(Priced::site)
                .toList();
    }

    /** How far ahead capacity can be booked. */
    public static Instant horizon(Instant now) {
        return now.plus(Rules.HORIZON);
    }
}
