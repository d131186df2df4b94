package cloud.tessera.portal.capacity;

import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.offer.DayAvailability;
import cloud.tessera.inventory.offer.Offer;
import cloud.tessera.inventory.offer.SiteAvailability;
import cloud.tessera.inventory.reservation.Hold;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what is wanted, sees where it is free and what it costs, and takes it: a block by a quote, inference at once. */
@Prototype
@RolesAllowed(Rights.SEE_CAPACITY)
@Route("capacity")
public class FindCapacityView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private static final int DAYS_SHOWN = 20;
    private static final int USUAL_HOURS = 4;
    private static final String WAITLIST = "waitlist";

    private final transient Visits visits;
    private final transient Market market;
    private final transient Clock clock;
    private final transient List<Site> sites;
    private final transient Prices prices;
    private final WishForm form;
    private final Div answer = new Div();
    private final Div taking = new Div();
    private final Div heat = new Div();
    private transient String key;
    /** How often inference is proposed to be there: once, unless the address says otherwise. */
    private int replicas = 1;

    FindCapacityView(Visits visits, Market market, Clock clock, PriceBook book, Organizations organizations) {
        this.visits = visits;
        this.market = market;
        this.clock = clock;
        this.key = visits.newKey();
        Caller caller = visits.caller();
        this.sites = market.sites(caller);
        var organization = organizations.get(caller, caller.requireOrganization());
        this.prices = new Prices(book.list(caller, clock.instant()), organization.currency());
        head(
                Texts.text("capacity.title"),
                Texts.text("capacity.lead"),
                new Anchor("what-for", Texts.text("capacity.whatfor")));
        form = new WishForm(market.models(caller), sites, clock, this::search, this::forget);
        taking.addClassName("stack");
        answer.setId("answer");
        add(new Panel(Texts.text("wish.title"), form), taking, answer, heat, Speeds.of(market.models(caller)));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var start = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        var usual = market.models(visits.caller()).stream().findFirst();
        if (usual.isEmpty()) {
            head(Texts.text("capacity.title"), Texts.text("capacity.nothing"));
            return;
        }
        var otherwise = new Wish(
                Workload.TRAINING, usual.get().key(), null, 1, false, null, SiteLimits.NONE, start, USUAL_HOURS);
        var query = event.getLocation().getQueryParameters();
        Wish wish = Wish.of(query, otherwise);
        replicas = Wish.number(query.getSingleParameter("replicas").orElse(null), 1, Kind.MOST_REPLICAS);
        form.show(wish);
        if (query.getParameters().isEmpty() || !form.isGood()) {
            showHeat(wish);
        } else {
            find(wish);
            if (query.getSingleParameter("proposal").filter(WAITLIST::equals).isPresent()) {
                await(wish);
            }
        }
    }

    /** Takes up what a refusal proposes: joins the waitlist, or looks for what would work. */
    private void choose(Wish wish, Refusal.Alternative other) {
        if (other.kind().equals(WAITLIST)) {
            await(wish);
        } else {
            search(wish.with(other.request()));
        }
    }

    private void await(Wish wish) {
        taking.removeAll();
        Caller caller = visits.caller();
        var said = new TakeForm(
                Texts.text("take.proposed", Shapes.unit(wish.shape().sku())),
                market.images(caller),
                market.projects(caller));
        taking.add(new WaitPanel(visits, market.waitlist(), wish, site(wish.site()), prices.currency(), said));
        taking.scrollIntoView();
    }

    private void search(Wish wish) {
        replicas = 1;
        UI.getCurrent().getPage().getHistory().replaceState(null, new Location("capacity", wish.query()));
        form.show(wish);
        find(wish);
    }

    /** What was found for an earlier wish does not stand below one that cannot be. */
    private void forget() {
        taking.removeAll();
        answer.removeAll();
    }

    private void find(Wish wish) {
        forget();
        Caller caller = visits.caller();
        List<SiteAvailability> found;
        try {
            found = market.find(caller, wish);
        } catch (Refused none) {
            answer.add(Notes.refusal(none.refusal(), other -> choose(wish, other)));
            showHeat(wish);
            return;
        }
        boolean mayTake = caller.may(Permission.BOOK_CAPACITY);
        var places = new Places(
                        wish,
                        prices,
                        mayTake ? this::take : this::onlyLooking,
                        this::search,
                        mayTake ? this::await : this::onlyLooking)
                .show(found, sites);
        answer.add(new Panel(Texts.text("places.title", Shapes.text(wish.shape())), places));
        showHeat(wish);
    }

    private void onlyLooking(Wish wish) {
        Notes.fault(Texts.text("places.onlylooking"));
    }

    private void showHeat(Wish wish) {
        heat.removeAll();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<DayAvailability> days;
        try {
            days = market.days(visits.caller(), wish, today, DAYS_SHOWN);
        } catch (Refused none) {
            return; // no site lies within the limits, which has been said above
        }
        if (!days.isEmpty()) {
            var legend = new Paragraph(Texts.text("heat.legend"));
            legend.addClassNames("quiet", "small");
            String title = Texts.text("heat.heading", Shapes.model(wish.model()).name());
            heat.add(new Panel(title, legend, new HeatMap(days, sites, wish.workload())));
        }
    }

    private void take(Wish wish) {
        taking.removeAll();
        Caller caller = visits.caller();
        List<Project> projects = market.projects(caller);
        var said = new TakeForm(
                Texts.text("take.proposed", Shapes.unit(wish.shape().sku())), market.images(caller), projects);
        if (wish.workload() == Workload.INFERENCE) {
            taking.add(
                    new StartPanel(wish, site(wish.site()), prices, said, replicas, kind -> start(wish, said, kind)));
        } else {
            quote(wish, projects.getFirst(), said);
        }
        taking.scrollIntoView();
    }

    private void quote(Wish wish, Project project, TakeForm said) {
        var ask = new AskOffer(project.id(), wish.shape(), wish.site(), wish.window(), wish.limits());
        switch (market.ask(visits.caller(), ask)) {
            case Outcome.Done<Offer>(Offer offer, var replayed) -> {
                said.fix(project);
                taking.add(new OfferPanel(
                        offer,
                        site(offer.site()),
                        clock.instant(),
                        said,
                        () -> hold(wish, offer, said),
                        () -> find(wish)));
            }
            case Outcome.No<Offer> no -> taking.add(Notes.refusal(no.refusal(), other -> choose(wish, other)));
        }
    }

    private void hold(Wish wish, Offer offer, TakeForm form) {
        form.said().ifPresent(said -> {
            var hold = new Hold(offer.quote().id(), said.name(), said.image());
            switch (market.hold(visits.caller(key), hold)) {
                case Outcome.Done<Reservation> done ->
                    UI.getCurrent().navigate("reservations/" + done.value().id().text());
                case Outcome.No<Reservation> no -> refused(wish, no);
            }
        });
    }

    private void start(Wish wish, TakeForm form, Kind kind) {
        form.said().ifPresent(said -> {
            var start = new Start(
                    said.project().id(), wish.shape(), wish.site(), said.name(), said.image(), kind, wish.limits());
            switch (market.start(visits.caller(key), start)) {
                case Outcome.Done<Allocation> done ->
                    UI.getCurrent().navigate("allocations/" + done.value().id().text());
                case Outcome.No<Allocation> no -> refused(wish, no);
            }
        });
    }

    /** A refusal ends what its key stood for: the next try is a new one. */
    private void refused(Wish wish, Outcome.No<?> no) {
        key = visits.newKey();
        taking.getChildren()
                .filter(part -> part.getElement().getAttribute("role") != null)
                .toList()
                .forEach(taking::remove);
        taking.add(Notes.refusal(no.refusal(), other -> choose(wish, other)));
    }

    private String site(@Nullable String code) {
        return sites.stream()
                .filter(s -> s.code().equals(code))
                .map(Site::name)
                .findFirst()
                .orElseGet(() -> Texts.text("wish.anywhere"));
    }
}
