package cloud.tessera.portal.work;

import cloud.tessera.billing.invoicing.ClaimCosts;
import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.allocation.FloatingNotice;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.engine.Access;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Ask;
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
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One allocation: where it stands, what it holds and has cost, how to reach it, and how to release it. */
@Prototype
@RolesAllowed({Rights.SEE_WORK, Rights.SEE_PLATFORM})
@Route("allocations/:id")
public class AllocationView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private static final Duration OFTEN = Duration.ofSeconds(2);
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);
    private static final Duration SHOWN = Duration.ofHours(1);

    private final transient Visits visits;
    private final transient Watching watching;
    private final transient Allocations allocations;
    private final transient Moves moves;
    private final transient Organizations organizations;
    private final transient Projects projects;
    private final transient ClaimCosts costs;
    private final transient ClaimLimits limits;
    private final transient FloatingNotice notice;
    private final transient Clock clock;
    private final Div body = new Div();
    /** Whether somebody of the platform looks on, who sees how it stands and leaves it to its owner. */
    private boolean reads;

    private final Claims.Utilisation utilisation = new Claims.Utilisation();

    /** All that the page shows but for the measurements. */
    private record Look(
            Allocation allocation,
            List<ClaimEvent> events,
            List<Granted> placement,
            Optional<Access> access,
            Money cost,
            SiteLimits limits) {}

    AllocationView(
            Visits visits,
            Watching watching,
            Allocations allocations,
            Moves moves,
            Organizations organizations,
            Projects projects,
            ClaimCosts costs,
            ClaimLimits limits,
            FloatingNotice notice,
            Clock clock) {
        this.visits = visits;
        this.watching = watching;
        this.allocations = allocations;
        this.moves = moves;
        this.organizations = organizations;
        this.projects = projects;
        this.costs = costs;
        this.limits = limits;
        this.notice = notice;
        this.clock = clock;
        body.addClassName("page-body");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        AllocationId id;
        try {
            id = AllocationId.of(event.getRouteParameters().get("id").orElse(""));
        } catch (IllegalArgumentException notAnId) {
            event.rerouteToError(NotFoundException.class);
            return;
        }
        Allocation allocation = allocations.get(visits.caller(), id);
        Owner owner = Owner.of(visits.caller(), allocation.organization(), organizations);
        reads = owner.foreign();
        head(
                owner.nameOr(Texts.text("nav.allocations")),
                owner.pathOr("allocations"),
                allocation.name(),
                Shapes.text(allocation.shape()) + " · " + id.text());
        watching.watch(body, OFTEN, caller -> look(caller, id), this::show);
        add(body);
        if (!allocation.state().over()) {
            watching.watch(
                    utilisation,
                    NOW_AND_THEN,
                    caller -> allocations.utilisation(
                            caller, id, new TimeWindow(clock.instant().minus(SHOWN), clock.instant())),
                    utilisation::show);
            add(utilisation);
        }
    }

    private Look look(Caller caller, AllocationId id) {
        Allocation allocation = allocations.get(caller, id);
        Optional<Access> access =
                mayDo(caller, Permission.USE_CREDENTIALS) ? allocations.access(caller, id) : Optional.empty();
        return new Look(
                allocation,
                allocations.timeline(caller, id),
                allocations.placement(caller, id),
                access,
                costs.soFar(caller, allocation.organization(), id.value()),
                limits.of(caller, id.value()));
    }

    private void show(Look look) {
        Allocation allocation = look.allocation();
        Caller caller = visits.caller();
        body.removeAll();
        step(look, caller).ifPresent(body::add);
        utilisation.of(look.access());
        var connect = Claims.connect(
                look.access(),
                mayDo(caller, Permission.USE_CREDENTIALS),
                allocation.state().over());
        Component history = Claims.history(look.events());
        body.add(Panel.columns(facts(look, caller), reads ? history : Panel.stack(connect, history)));
    }

    private boolean mayDo(Caller caller, Permission permission) {
        return !reads && caller.may(permission);
    }

    private Optional<Div> step(Look look, Caller caller) {
        return switch (look.allocation().state()) {
            case AllocationState.Provisioning p -> release(look, caller, waiting(look.allocation()));
            case AllocationState.Active a -> release(look, caller, active(look.allocation()));
            case AllocationState.Moving m -> release(look, caller, Texts.text("allocation.moving"));
            case AllocationState.Preempting p ->
                release(look, caller, Texts.text("allocation.preempting", When.text(p.at())));
            case AllocationState.Preempted gone ->
                Optional.of(Notes.note(new Span(Texts.text("allocation.preempted", When.text(gone.at())))));
            case AllocationState.Failed failed -> {
                var note = Notes.note(new Span(failed.reason()));
                note.addClassName("bad");
                yield Optional.of(note);
            }
            case AllocationState.Releasing r -> Optional.empty();
            case AllocationState.Released r -> Optional.empty();
        };
    }

    private String waiting(Allocation allocation) {
        Instant begins = allocation.beginsAt();
        return begins != null && begins.isAfter(clock.instant())
                ? Texts.text("allocation.waits", When.text(begins))
                : Texts.text("allocation.provisioning");
    }

    private static String active(Allocation allocation) {
        if (allocation.relocatesAt() != null) {
            String how = allocation.kind().movable() ? "allocation.relocates.moved" : "allocation.relocates";
            return Texts.text(how, When.text(allocation.relocatesAt()));
        }
        return allocation.preemptAt() == null
                ? Texts.text("allocation.active")
                : Texts.text("allocation.preempt.planned", When.text(allocation.preemptAt()));
    }

    private Optional<Div> release(Look look, Caller caller, String says) {
        var note = Notes.note(new Span(reads ? Texts.text("allocation.platform") : says));
        if (mayDo(caller, Permission.BOOK_CAPACITY)) {
            String yes = Texts.text("allocation.release");
            var button = new Button(
                    yes,
                    e -> Ask.before(
                            Texts.text(
                                    "allocation.release.ask", look.allocation().name()),
                            Texts.text("allocation.release.money", Amounts.text(look.cost())),
                            yes,
                            () -> release(look.allocation())));
            button.addThemeVariants(ButtonVariant.LUMO_ERROR);
            button.setId("release");
            var actions = new Div(button);
            actions.addClassName("actions");
            note.add(actions);
        }
        if (reads && caller.may(Permission.PLATFORM_MANAGE) && Moves.canMove(look.allocation())) {
            var button = new Button(Texts.text("allocation.move"), e -> move(look.allocation()));
            button.setId("move");
            button.setDisableOnClick(true);
            var actions = new Div(button);
            actions.addClassName("actions");
            note.add(actions);
        }
        return Optional.of(note);
    }

    private void move(Allocation allocation) {
        switch (moves.move(visits.caller(), allocation.id())) {
            case Outcome.Done<Allocation> ok -> show(look(visits.caller(), allocation.id()));
            case Outcome.No<Allocation> no -> {
                show(look(visits.caller(), allocation.id()));
                body.addComponentAsFirst(Notes.refusal(no.refusal(), other -> {}));
            }
        }
    }

    private void release(Allocation allocation) {
        switch (allocations.release(visits.caller(), allocation.id())) {
            case Outcome.Done<Allocation> ok -> {
                Notes.done(Texts.text("allocation.released"));
                show(look(visits.caller(), allocation.id()));
            }
            case Outcome.No<Allocation> no -> body.addComponentAsFirst(Notes.refusal(no.refusal(), other -> {}));
        }
    }

    private Component facts(Look look, Caller caller) {
        Allocation allocation = look.allocation();
        var facts = new Facts();
        Owner.of(caller, allocation.organization(), organizations).putIn(facts);
        facts.put(Texts.text("column.state"), StateBadge.of(allocation.state().text()))
                .put(Texts.text("column.what"), Shapes.text(allocation.shape()))
                .put(Texts.text("kind.title"), kind(allocation.kind()))
                .put(Texts.text("column.site"), Claims.site(allocation.site(), look.limits()));
        notice.until(caller, allocation, clock.instant())
                .ifPresent(until -> facts.put(Texts.text("allocation.guaranteed"), guaranteed(allocation, until)));
        facts.put(Texts.text("column.ready"), AllocationsView.when(allocation))
                .put(Texts.text("allocation.cost"), cost(look))
                .put(
                        Texts.text("column.project"),
                        projects.get(caller, allocation.project()).name())
                .put(Texts.text("take.image"), allocation.image())
                .put(Texts.text("work.devices"), Claims.placement(look.placement()));
        return new Panel(Texts.text("work.facts"), facts);
    }

    /** A day ahead is said as such: it moves on with every look. */
    private Component guaranteed(Allocation allocation, Instant until) {
        boolean fixed = allocation.relocatesAt() != null || allocation.preemptAt() != null;
        return fixed
                ? When.of(until)
                : new Span(Texts.text(
                        "allocation.guaranteed.ahead", When.length(Duration.between(clock.instant(), until))));
    }

    private static Component kind(Kind kind) {
        var lines = new Div(
                new Div(new Span(Texts.text("kind." + kind.tier().text()))),
                new Div(new Span(Texts.text(kind.movable() ? "kind.moves" : "kind.stays"))));
        if (kind.replicas() > 1) {
            lines.add(new Div(new Span(Texts.text("kind.count", kind.replicas()))));
        }
        return lines;
    }

    private static Component cost(Look look) {
        var amount = new Span(Amounts.text(look.cost()));
        amount.addClassName("strong");
        var metered = look.allocation().meteredUntil();
        var until = new Span(
                metered == null
                        ? Texts.text("allocation.cost.none")
                        : Texts.text("allocation.cost.until", When.text(metered)));
        until.addClassNames("small", "quiet");
        return new Div(amount, new Span(" "), until);
    }
}
