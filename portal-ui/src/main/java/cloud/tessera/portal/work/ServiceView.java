package cloud.tessera.portal.work;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.calendar.ClaimLimits;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.service.Scale;
import cloud.tessera.inventory.service.Service;
import cloud.tessera.inventory.service.ServiceId;
import cloud.tessera.inventory.service.Services;
import cloud.tessera.inventory.service.Spend;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Ask;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Figure;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.portal.visit.Watching;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.List;

/** One service: its replicas, what it has cost against its ceiling, and how many are wanted. */
@Prototype
@RolesAllowed({Rights.SEE_WORK, Rights.SEE_PLATFORM})
@Route("services/:id")
public class ServiceView extends PortalPage implements BeforeEnterObserver {
    private static final long serialVersionUID = 1;
    private static final Duration OFTEN = Duration.ofSeconds(3);

    private final transient Visits visits;
    private final transient Watching watching;
    private final transient Services services;
    private final transient Organizations organizations;
    private final transient ClaimLimits limits;
    private final Div told = new Div();
    private final Div body = new Div();
    private final IntegerField desired = new IntegerField(Texts.text("service.desired"));
    private boolean reads;

    /** All that the page shows. */
    private record Look(
            Service service,
            List<Services.Replica> replicas,
            int reserved,
            Spend spend,
            List<ClaimEvent> events,
            SiteLimits limits) {}

    ServiceView(Visits visits, Watching watching, Services services, Organizations organizations, ClaimLimits limits) {
        this.visits = visits;
        this.watching = watching;
        this.services = services;
        this.organizations = organizations;
        this.limits = limits;
        body.addClassName("page-body");
        desired.setStepButtonsVisible(true);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        ServiceId id;
        try {
            id = ServiceId.of(event.getRouteParameters().get("id").orElse(""));
        } catch (IllegalArgumentException notAnId) {
            event.rerouteToError(NotFoundException.class);
            return;
        }
        Service service = services.get(visits.caller(), id);
        Owner owner = Owner.of(visits.caller(), service.organization(), organizations);
        reads = owner.foreign();
        head(
                owner.nameOr(Texts.text("nav.services")),
                owner.pathOr("services"),
                service.name(),
                Shapes.text(service.shape()) + " · " + id.text());
        desired.setValue(service.scale().desired());
        watching.watch(body, OFTEN, caller -> look(caller, id), this::show);
        add(told, body);
    }

    private Look look(Caller caller, ServiceId id) {
        return new Look(
                services.get(caller, id),
                services.replicas(caller, id),
                services.reserved(caller, id),
                services.spend(caller, id),
                services.timeline(caller, id),
                limits.of(caller, id.value()));
    }

    private void show(Look look) {
        Service service = look.service();
        body.removeAll();
        if (service.limited() != null) {
            body.add(Notes.note(new Span(limited(service.limited()))));
        }
        body.add(figures(look));
        boolean may = !reads && visits.caller().may(Permission.BOOK_CAPACITY) && service.endedAt() == null;
        if (may) {
            body.add(new Panel(Texts.text("service.scale"), scaling(service)));
        }
        body.add(new Panel(Texts.text("services.replicas"), replicas(look.replicas())));
        body.add(Panel.columns(facts(look), Claims.history(look.events())));
    }

    private static String limited(String code) {
        return switch (code) {
            case "spend_ceiling", "replicas_failing", "capacity_exhausted", "quota_exceeded", "exposure_reached" ->
                Texts.text("service.limited." + code);
            default -> Texts.text("service.limited.other", code);
        };
    }

    private static Component figures(Look look) {
        Scale scale = look.service().scale();
        long running = look.reserved()
                + look.replicas().stream()
                        .filter(replica -> replica.allocation().state().text().equals("active"))
                        .count();
        Money ceiling = scale.ceiling();
        return Figure.row(
                new Figure(Texts.text("services.replicas"), "inference")
                        .show(
                                Texts.text("service.running", running, scale.desired()),
                                Texts.text("service.between", scale.minimum(), scale.maximum())),
                new Figure(Texts.text("service.spent"), "amber")
                        .show(
                                Amounts.text(look.spend().spent()),
                                ceiling == null
                                        ? Texts.text("service.noceiling")
                                        : Texts.text("service.ofceiling", Amounts.text(ceiling))),
                new Figure(Texts.text("service.hourly"), "plain")
                        .show(
                                Texts.text("per.hour", Amounts.text(look.spend().hourly())),
                                Texts.text("service.hourly.note")));
    }

    private Component scaling(Service service) {
        desired.setMin(service.scale().minimum());
        desired.setMax(service.scale().maximum());
        var set = new Button(Texts.text("service.set"), e -> scale(service));
        set.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        set.setId("scale");
        var end = new Button(
                Texts.text("service.end"),
                e -> Ask.before(
                        Texts.text("service.end.ask", service.name()),
                        Texts.text("service.end.money"),
                        Texts.text("service.end"),
                        () -> end(service)));
        end.addThemeVariants(ButtonVariant.LUMO_ERROR);
        end.setId("end");
        var actions = new Div(set, end);
        actions.addClassName("actions");
        desired.setWidth("12rem");
        return Panel.stack(new Div(desired), actions);
    }

    private void scale(Service service) {
        Integer wanted = desired.getValue();
        if (wanted == null) {
            return;
        }
        tell(services.rescale(visits.caller(), service.id(), service.version(), scale -> scale.desiring(wanted)));
    }

    private void end(Service service) {
        tell(services.end(visits.caller(), service.id(), service.version()));
    }

    private void tell(Outcome<Service> outcome) {
        told.removeAll();
        switch (outcome) {
            case Outcome.Done<Service> done ->
                show(look(visits.caller(), done.value().id()));
            case Outcome.No<Service> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
    }

    private static Component replicas(List<Services.Replica> replicas) {
        var records = new Records<Services.Replica>(Texts.text("services.replicas"))
                .part(Texts.text("column.name"), ServiceView::link)
                .part(
                        Texts.text("column.state"),
                        replica -> StateBadge.of(replica.allocation().state().text()))
                .column(Texts.text("service.part"), ServiceView::part)
                .column(
                        Texts.text("column.site"),
                        replica -> replica.allocation().site())
                .part(Texts.text("column.ready"), replica -> AllocationsView.when(replica.allocation()))
                .narrow(Texts.text("services.replicas"), ServiceView::card);
        return records.listing(
                page -> new Page<>(replicas, null),
                new Empty(Texts.text("service.none"), Texts.text("service.none.next")));
    }

    private static Anchor link(Services.Replica replica) {
        String id = replica.allocation().id().text();
        return new Anchor("allocations/" + id, id.substring(0, 4) + "…" + id.substring(id.length() - 6));
    }

    private static String part(Services.Replica replica) {
        return Texts.text(
                replica.overflow()
                        ? "service.overflow."
                                + replica.allocation().kind().tier().text()
                        : "service.baseline");
    }

    private static Component card(Services.Replica replica) {
        var card = new Div(
                link(replica),
                StateBadge.of(replica.allocation().state().text()),
                new Span(part(replica)),
                AllocationsView.when(replica.allocation()));
        card.addClassName("grid-card");
        return card;
    }

    private Component facts(Look look) {
        Service service = look.service();
        Scale scale = service.scale();
        var facts = new Facts();
        Owner.of(visits.caller(), service.organization(), organizations).putIn(facts);
        facts.put(Texts.text("column.state"), ServicesView.state(service))
                .put(Texts.text("services.each"), Shapes.text(service.shape()))
                .put(Texts.text("column.site"), Claims.site(ServicesView.site(service), look.limits()))
                .put(Texts.text("take.image"), service.image())
                .put(Texts.text("service.baseline.label"), Texts.text("kind.count", scale.baseline()))
                .put(
                        Texts.text("service.overflow.label"),
                        Texts.text("service.overflow." + scale.overflow().text()));
        if (scale.baselineOn() != null) {
            String id = scale.baselineOn().text();
            var link = new Anchor("reservations/" + id, Texts.text("service.reserved.count", look.reserved()));
            facts.put(Texts.text("service.reserved"), link);
        }
        if (scale.targetPercent() != null) {
            facts.put(Texts.text("service.target"), Texts.text("service.target.percent", scale.targetPercent()));
        }
        return new Panel(Texts.text("work.facts"), facts);
    }
}
