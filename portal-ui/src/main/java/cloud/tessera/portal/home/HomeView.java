package cloud.tessera.portal.home;

import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.invoicing.Preview;
import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Figure;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.portal.visit.Watching;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The first page behind the door; operators begin with their fleet. */
@Prototype
@RolesAllowed({Rights.SEE_WORK, Rights.SEE_PLATFORM})
@Route("")
public class HomeView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private static final int RECENT = 24;
    private static final Duration OFTEN = Duration.ofSeconds(3);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM", Locale.ENGLISH);

    private final transient Visits visits;
    private final transient Watching watching;
    private final transient Reservations reservations;
    private final transient Allocations allocations;
    private final transient Invoices invoices;
    private final transient Credits credits;
    private final transient Organizations organizations;
    private final transient Clock clock;
    private final Div body = new Div();

    HomeView(
            Visits visits,
            Watching watching,
            Reservations reservations,
            Allocations allocations,
            Invoices invoices,
            Credits credits,
            Organizations organizations,
            Clock clock) {
        this.visits = visits;
        this.watching = watching;
        this.reservations = reservations;
        this.allocations = allocations;
        this.invoices = invoices;
        this.credits = credits;
        this.organizations = organizations;
        this.clock = clock;
        body.addClassName("page-body");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Caller caller = visits.caller();
        if (caller.organization().isEmpty()) {
            event.forwardTo("operator/fleet");
            return;
        }
        head(Texts.text("home.hello", visits.require().who().name()), Texts.text("home.lead"));
        watching.watch(body, OFTEN, asking -> Work.of(asking, reservations, allocations), this::show);
        add(body);
    }

    private void show(Work work) {
        Caller caller = visits.caller();
        body.removeAll();
        if (work.isNew()) {
            body.add(caller.may(Permission.BOOK_CAPACITY) ? firstSteps() : onlyLooking());
            creditLeft(caller).ifPresent(credit -> body.add(Figure.row(credit)));
            return;
        }
        NextStep.of(work, unpaid(caller), caller, clock.instant()).ifPresent(body::add);
        if (caller.may(Permission.VIEW_COSTS)) {
            Div figures = month(invoices.runningTotal(caller, caller.requireOrganization()));
            creditLeft(caller).ifPresent(figures::add);
            body.add(figures);
        }
        body.add(Panel.columns(WorkLists.running(work), WorkLists.next(work, clock.instant())));
    }

    private Optional<Invoice> unpaid(Caller caller) {
        if (!caller.may(Permission.MANAGE_MONEY)) {
            return Optional.empty();
        }
        return invoices.list(caller, Page.Request.first(RECENT)).items().reversed().stream()
                .filter(invoice -> invoice.status() == Invoice.Status.ISSUED)
                .findFirst();
    }

    /** What is left to spend: for whoever pays ahead always, for others where there is some. */
    private Optional<Figure> creditLeft(Caller caller) {
        if (!caller.may(Permission.VIEW_COSTS)) {
            return Optional.empty();
        }
        OrganizationId id = caller.requireOrganization();
        Money left = credits.balance(caller, id);
        boolean matters = left.isPositive() || organizations.get(caller, id).terms() == Terms.PREPAID;
        return matters
                ? Optional.of(new Figure(Texts.text("credit.left"), "plain")
                        .show(Amounts.text(left), Texts.text("credit.left.note")))
                : Optional.empty();
    }

    private static Div month(Preview month) {
        String name = MONTH.format(month.month());
        return Figure.row(
                new Figure(Texts.text("home.month.training", name), "training")
                        .show(Amounts.text(month.training()), Texts.text("home.month.training.note")),
                new Figure(Texts.text("home.month.inference", name), "inference")
                        .show(Amounts.text(month.inference()), Texts.text("home.month.inference.note")),
                new Figure(Texts.text("home.month.total", name), "plain")
                        .show(Amounts.text(month.total()), Texts.text("home.month.total.note")));
    }

    private static Component firstSteps() {
        var steps = new OrderedList(
                step(
                        "home.first.find",
                        new Anchor("capacity", Texts.text("nav.capacity")),
                        new Anchor("what-for", Texts.text("home.first.whatfor"))),
                step("home.first.hold", new Anchor("capacity", Texts.text("home.first.see"))),
                step("home.first.connect", new Anchor("api-keys", Texts.text("home.first.key"))));
        steps.addClassName("steps-to");
        return new Panel(Texts.text("home.first"), steps);
    }

    private static ListItem step(String key, Component... links) {
        var name = new Span(Texts.text(key));
        name.addClassName("strong");
        var more = new Span(Texts.text(key + ".more"));
        more.addClassName("quiet");
        var item = new ListItem(name, more);
        item.add(links);
        return item;
    }

    private static Component onlyLooking() {
        return new Panel(Texts.text("home.looking"), new Span(Texts.text("home.looking.more")));
    }
}
