package cloud.tessera.inventory.offer;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is free, where and when. Answers come from the index in memory and promise nothing. */
@Singleton
public final class Availability {
    private static final int MOST_COUNTED = 1000;
    private static final int MOST_DAYS = 180;
    /** Callers of the platform hold no private cards: to them these look taken. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final Transactions transactions;
    private final Organizations organizations;
    private final Calendar calendar;
    private final Clock clock;
    private final Catalogue catalogue = Catalogue.shipped();

    public Availability(Transactions transactions, Organizations organizations, Calendar calendar, Clock clock) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.calendar = calendar;
        this.clock = clock;
    }

    /**
     * How much of a shape is free in a window, for each site that has the model and can be reached; the most first.
     * Refused as {@code unknown_site}, {@code site_unreachable}, {@code unknown_model}, {@code unknown_profile}, or {@code
     * invalid_window} where a booking would be.
     *
     * @param site only this one; null for all
     */
    public List<SiteAvailability> find(Caller caller, Shape shape, @Nullable String site, TimeWindow window) {
        return find(caller, shape, Workload.TRAINING, site, window, SiteLimits.NONE);
    }

    /**
     * The same within limits; refused as {@code unknown_region} or {@code no_site_within_limits} too.
     *
     * @param workload for training what pools keep for inference is not free, and the window must be one of training
     */
    public List<SiteAvailability> find(
            Caller caller,
            Shape shape,
            Workload workload,
            @Nullable String site,
            TimeWindow window,
            SiteLimits limits) {
        caller.require(Permission.VIEW_CAPACITY);
        Search search = calendar.search(caller);
        search.check(shape);
        calendar.requireSite(caller, site);
        Instant now = clock.instant();
        if (workload == Workload.TRAINING) {
            Rules.check(window, now);
        }
        UUID holder = holder(caller);
        List<SiteAvailability> found = new ArrayList<>();
        for (String each : sites(caller, search, shape.model(), site, limits)) {
            Question question = search.question(shape, workload, each, window.start(), window.end(), holder);
            long kept = Free.forInference(search.view(), question.model(), each, question.span());
            found.add(new SiteAvailability(
                    each,
                    search.count(question, MOST_COUNTED),
                    search.earliest(question, now, Offers.horizon(now)).orElse(null),
                    parts(question.model(), kept)));
        }
        found.sort(Comparator.comparingInt(SiteAvailability::free).reversed().thenComparing(SiteAvailability::site));
        return found;
    }

    /**
     * The free part of a model for each UTC day and site that can be reached: a heat map. A part counts as free if nobody
     * holds it at any time of the day from now on. Refused as {@code unknown_model}, {@code unknown_site}, {@code
     * site_unreachable}, {@code invalid_days}, {@code invalid_window} (days that are over, or begin more than 180 days
     * ahead), {@code unknown_region} or {@code no_site_within_limits}.
     *
     * @param site only this one; null for all
     * @param from today or later, in UTC
     * @param days 1 to 180
     */
    public List<DayAvailability> days(
            Caller caller, String model, @Nullable String site, LocalDate from, int days, SiteLimits limits) {
        caller.require(Permission.VIEW_CAPACITY);
        if (days < 1 || days > MOST_DAYS) {
            throw Refusal.invalid("invalid_days", "A heat map shows 1 to 180 days.", "days")
                    .asException();
        }
        Search search = calendar.search(caller);
        search.checkModel(model);
        calendar.requireSite(caller, site);
        Rules.checkDays(from, days, clock.instant());
        List<DayAvailability> found = new ArrayList<>();
        for (String each : sites(caller, search, model, site, limits)) {
            for (int day = 0; day < days; day++) {
                found.add(day(search.view(), catalogue.orFungible(model), each, from.plusDays(day)));
            }
        }
        return found;
    }

    private DayAvailability day(CalendarView view, AcceleratorModel model, String site, LocalDate day) {
        Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant now = clock.instant();
        Span span = Span.of(now.isAfter(start) && now.isBefore(end) ? now : start, end);
        Free free = Free.of(view, model, site, span);
        return new DayAvailability(
                site, day, parts(model, free.slots()), parts(model, free.forInference()), parts(model, free.total()));
    }

    private static CardEquivalents parts(AcceleratorModel model, long slots) {
        return CardEquivalents.fraction(1, model.geometry().slots(), slots);
    }

    private List<String> sites(Caller caller, Search search, String model, @Nullable String site, SiteLimits limits) {
        List<String> sites = search.sites(model);
        OpenSites open = transactions.run(caller, OpenSites::load);
        if (!limits.none()) {
            return open.require(sites, site, limits);
        }
        if (site != null) {
            open.requireReachable(site, sites, limits);
        }
        return open.open(sites, limits).stream()
                .filter(each -> site == null || site.equals(each))
                .toList();
    }

    private UUID holder(Caller caller) {
        return caller.organization()
                .map(id ->
                        transactions.run(caller, tx -> organizations.of(tx, id).holder()))
                .orElse(NOBODY);
    }
}
