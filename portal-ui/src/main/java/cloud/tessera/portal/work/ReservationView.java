package cloud.tessera.portal.work;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.engine.Access;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.reservation.Amendments;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.inventory.reservation.Return;
import cloud.tessera.inventory.reservation.Returns;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Countdown;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.portal.visit.Watching;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One reservation: where it stands, what it holds and costs, how to reach it, and how to confirm or cancel it. */
@Prototype
@RolesAllowed({Rights.SEE_WORK, Rights.SEE_PLATFORM})
@Route("reservations/:id")
public class ReservationView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private static final Duration OFTEN = Duration.ofSeconds(2);
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);
    private static final Duration SHOWN = Duration.ofHours(1);

    private final transient Visits visits;
    private final transient Watching watching;
    private final transient Reservations reservations;
    private final transient Returns returns;
    private final transient ReservationActions actions;
    private final transient Organizations organizations;
    private final transient Projects projects;
    private final transient ClaimLimits limits;
    private final transient Clock clock;
    private final Div body = new Div();
    private final Div told = new Div();
    /** Whether somebody of the platform looks on, who sees how it stands and leaves it to its owner. */
    private boolean reads;

    private final Claims.Utilisation utilisation = new Claims.Utilisation();

    /** All that the page shows but for the measurements. */
    private record Look(
            Reservation reservation,
            List<ClaimEvent> events,
            List<Granted> placement,
            Optional<Access> access,
            List<Return> returned,
            SiteLimits limits) {}

    ReservationView(
            Visits visits,
            Watching watching,
            Reservations reservations,
            Amendments amendments,
            Returns returns,
            Calendar calendar,
            Organizations organizations,
            Projects projects,
            ClaimLimits limits,
            Clock clock) {
        this.visits = visits;
        this.watching = watching;
        this.reservations = reservations;
        this.returns = returns;
        this.actions = new ReservationActions(
                visits, reservations, amendments, returns, calendar, clock, this::reload, this::refuse);
        this.organizations = organizations;
        this.projects = projects;
        this.limits = limits;
        this.clock = clock;
        body.addClassName("page-body");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        ReservationId id;
        try {
            id = ReservationId.of(event.getRouteParameters().get("id").orElse(""));
        } catch (IllegalArgumentException notAnId) {
            event.rerouteToError(NotFoundException.class);
            return;
        }
        Reservation reservation = reservations.get(visits.caller(), id);
        Owner owner = Owner.of(visits.caller(), reservation.organization(), organizations);
        reads = owner.foreign();
        head(
                owner.nameOr(Texts.text("nav.reservations")),
                owner.pathOr("reservations"),
                reservation.name(),
                Shapes.text(reservation.shape()) + " · " + id.text());
        watching.watch(body, OFTEN, caller -> look(caller, id), this::show);
        add(body);
        if (!reservation.state().over()) {
            watching.watch(
                    utilisation,
                    NOW_AND_THEN,
                    caller -> reservations.utilisation(
                            caller, id, new TimeWindow(clock.instant().minus(SHOWN), clock.instant())),
                    utilisation::show);
            add(utilisation);
        }
    }

    private Look look(Caller caller, ReservationId id) {
        Optional<Access> access =
                mayDo(caller, Permission.USE_CREDENTIALS) ? reservations.access(caller, id) : Optional.empty();
        return new Look(
                reservations.get(caller, id),
                reservations.timeline(caller, id),
                reservations.placement(caller, id),
                access,
                returns.list(caller, id, Page.Request.first(Page.MOST)).items(),
                limits.of(caller, id.value()));
    }

    private void show(Look look) {
        Reservation reservation = look.reservation();
        Caller caller = visits.caller();
        body.removeAll();
        step(reservation, caller).ifPresent(body::add);
        if (!look.returned().isEmpty()) {
            body.add(ReturnsPanel.of(look.returned(), mayDo(caller, Permission.BOOK_CAPACITY), actions::withdraw));
        }
        utilisation.of(look.access());
        var connect = Claims.connect(
                look.access(),
                mayDo(caller, Permission.USE_CREDENTIALS),
                reservation.state().over());
        Component history = Claims.history(look.events());
        body.add(Panel.columns(facts(look, caller), reads ? history : Panel.stack(connect, history)));
    }

    private boolean mayDo(Caller caller, Permission permission) {
        return !reads && caller.may(permission);
    }

    private Optional<Div> step(Reservation reservation, Caller caller) {
        boolean mayBook = mayDo(caller, Permission.BOOK_CAPACITY);
        return switch (reservation.state()) {
            case ReservationState.Held held -> Optional.of(held(reservation, held, mayBook));
            case ReservationState.Scheduled scheduled ->
                Optional.of(note(
                        Texts.text(
                                "reservation.scheduled",
                                When.text(reservation.window().start())),
                        mayBook ? actions.buttons(reservation) : List.of()));
            case ReservationState.Failed failed -> {
                Div note = note(failed.reason(), List.of());
                note.addClassName("bad");
                yield Optional.of(note);
            }
            case ReservationState.PaymentPending p -> Optional.empty();
            case ReservationState.Provisioning p -> running(reservation, mayBook);
            case ReservationState.Active a -> running(reservation, mayBook);
            case ReservationState.Ending e -> Optional.empty();
            case ReservationState.Over over -> Optional.empty();
        };
    }

    private Optional<Div> running(Reservation reservation, boolean mayBook) {
        return mayBook
                ? Optional.of(note(
                        Texts.text("reservation.running", When.text(reservation.billableUntil())),
                        actions.buttons(reservation)))
                : Optional.empty();
    }

    private Div held(Reservation reservation, ReservationState.Held held, boolean mayBook) {
        var left = new Countdown(Duration.between(clock.instant(), held.until()), () -> {});
        var says = new Span(new Span(Texts.text("reservation.held") + " "), left);
        says.addClassName("strong");
        var note = Notes.note(says, new Span(Texts.text("reservation.held.more", Amounts.text(reservation.price()))));
        if (mayBook) {
            var confirm = new Button(
                    Texts.text("reservation.confirm", Amounts.text(reservation.price())),
                    e -> actions.confirm(reservation));
            confirm.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            confirm.setDisableOnClick(true);
            confirm.addClickListener(e -> confirm.setEnabled(true));
            confirm.setId("confirm");
            var both = new Div(confirm, actions.cancelButton(reservation));
            both.addClassName("actions");
            note.add(both);
        }
        return note;
    }

    private static Div note(String text, List<Button> buttons) {
        var note = Notes.note(new Span(text));
        if (!buttons.isEmpty()) {
            var actions = new Div(buttons.toArray(Component[]::new));
            actions.addClassName("actions");
            note.add(actions);
        }
        return note;
    }

    private void reload(ReservationId id) {
        show(look(visits.caller(), id));
    }

    private void refuse(Refusal refusal) {
        told.removeAll();
        told.add(Notes.refusal(refusal, ReservationActions::choose));
        body.addComponentAsFirst(told);
    }

    private Component facts(Look look, Caller caller) {
        Reservation reservation = look.reservation();
        List<Granted> placement = look.placement();
        Component state = StateBadge.of(
                reservation.degraded() && !reservation.state().over()
                        ? "degraded"
                        : reservation.state().text());
        var facts = new Facts();
        Owner.of(caller, reservation.organization(), organizations).putIn(facts);
        facts.put(Texts.text("column.state"), state)
                .put(Texts.text("column.what"), Shapes.text(reservation.shape()))
                .put(Texts.text("column.site"), Claims.site(reservation.site(), look.limits()))
                .put(
                        Texts.text("column.when"),
                        When.range(
                                reservation.window().start(),
                                reservation.window().end()))
                .put(Texts.text("reservation.usable"), When.of(reservation.billableUntil()))
                .put(Texts.text("column.price.block"), Amounts.text(reservation.price()))
                .put(
                        Texts.text("column.project"),
                        projects.get(caller, reservation.project()).name())
                .put(Texts.text("take.image"), reservation.image())
                .put(Texts.text("work.devices"), Claims.placement(placement));
        if (!reservation.undelivered().isZero()) {
            facts.put(
                    Texts.text("reservation.undelivered"),
                    Texts.text("reservation.undelivered.text", When.length(reservation.undelivered())));
        }
        return new Panel(Texts.text("work.facts"), facts);
    }
}
