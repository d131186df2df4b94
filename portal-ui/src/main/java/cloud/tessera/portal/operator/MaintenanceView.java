package cloud.tessera.portal.operator;

import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.maintenance.Maintenance;
import cloud.tessera.inventory.maintenance.Maintenances;
import cloud.tessera.portal.part.Ask;
import cloud.tessera.portal.part.Empty;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.PortalPage;
import cloud.tessera.portal.part.Records;
import cloud.tessera.portal.part.StateBadge;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Rights;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.Route;
import io.micronaut.context.annotation.Prototype;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;

/** The maintenance windows: what is planned, what was, and the way to plan one. */
@Prototype
@RolesAllowed(Rights.SEE_PLATFORM)
@Route("operator/maintenance")
public class MaintenanceView extends PortalPage {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient Maintenances maintenances;
    private final transient Clock clock;
    private final Select<Boolean> open = new Select<>();
    private final Records<Maintenance> records;

    MaintenanceView(Visits visits, Fleet fleet, Maintenances maintenances, Clock clock) {
        this.visits = visits;
        this.maintenances = maintenances;
        this.clock = clock;
        open.setAriaLabel(Texts.text("maintenance.which"));
        open.setItems(true, false);
        open.setItemLabelGenerator(only -> Texts.text(only ? "maintenance.open" : "maintenance.all"));
        open.setValue(true);
        records = new Records<Maintenance>(Texts.text("nav.maintenance"))
                .part(Texts.text("maintenance.what"), MaintenanceView::what)
                .wrapped(Texts.text("maintenance.reason"), it -> new Span(it.reason()))
                .part(Texts.text("column.when"), MaintenanceView::when)
                .figures(Texts.text("maintenance.madeway"), Maintenance::madeWay)
                .part(Texts.text("column.state"), this::state)
                .part("", this::actions)
                .narrow(Texts.text("nav.maintenance"), this::card);
        Div list = records.listing(
                page -> maintenances.list(visits.caller(), open.getValue(), page),
                new Empty(Texts.text("maintenance.none"), Texts.text("maintenance.none.next")));
        open.addValueChangeListener(e -> show());
        if (visits.caller().may(Permission.PLATFORM_MANAGE)) {
            var plan = new Button(
                    Texts.text("maintenance.plan"),
                    e -> new MaintenanceDialog(visits, fleet, maintenances, clock, null, this::show).open());
            plan.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            plan.setId("maintenance-plan");
            head(Texts.text("nav.maintenance"), Texts.text("maintenance.lead"), plan);
        } else {
            head(Texts.text("nav.maintenance"), Texts.text("maintenance.lead"));
        }
        add(Panel.with(Texts.text("maintenance.windows"), open, list));
    }

    private void show() {
        records.update(maintenances.list(visits.caller(), open.getValue(), Page.Request.first(Page.MOST)));
    }

    private static Component what(Maintenance it) {
        var name = new Span(it.name());
        name.addClassName("strong");
        var more = new Span(Texts.text(
                "maintenance.scope.text",
                Texts.text("scope." + it.scope().kind().text()),
                it.cards(),
                it.site()));
        more.addClassNames("small", "quiet");
        return new Div(new Div(name), more);
    }

    private static Component when(Maintenance it) {
        return When.range(it.window().start(), it.window().end());
    }

    private Component state(Maintenance it) {
        return StateBadge.of(it.state(clock.instant()).text());
    }

    private Component actions(Maintenance it) {
        boolean ends = switch (it.state(clock.instant())) {
            case PLANNED, UNDER_WAY -> visits.caller().may(Permission.PLATFORM_MANAGE);
            case OVER, CANCELLED -> false;
        };
        if (!ends) {
            return new Span();
        }
        String yes = Texts.text("maintenance.cancel");
        var button = new Button(
                yes,
                e -> Ask.before(
                        Texts.text("maintenance.cancel.ask", it.name()),
                        Texts.text("maintenance.cancel.money"),
                        yes,
                        () -> cancel(it)));
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        button.addClassName("maintenance-cancel");
        button.setAriaLabel(Texts.text("maintenance.cancel.of", it.name()));
        return button;
    }

    private void cancel(Maintenance it) {
        switch (maintenances.cancel(visits.caller(), it.id())) {
            case Outcome.Done<Maintenance> _ -> Notes.done(Texts.text("maintenance.cancelled", it.name()));
            case Outcome.No<Maintenance> no -> Notes.refused(no.refusal());
        }
        show();
    }

    private Component card(Maintenance it) {
        var card = new Div(what(it), new Div(state(it)), new Span(it.reason()), actions(it), when(it));
        card.addClassName("grid-card");
        return card;
    }
}
