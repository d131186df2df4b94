package cloud.tessera.portal.operator;

import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.fleet.Host;
import cloud.tessera.inventory.maintenance.Maintenance;
import cloud.tessera.inventory.maintenance.Maintenances;
import cloud.tessera.inventory.maintenance.NewMaintenance;
import cloud.tessera.inventory.maintenance.Scope;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans a maintenance window. What it is refused with says what would work, and a press on that asks again. */
final class MaintenanceDialog extends Dialog {
    private static final long serialVersionUID = 1;
    private static final int USUAL_HOURS = 4;
    private final transient Visits visits;
    private final transient Fleet fleet;
    private final transient Maintenances maintenances;
    private final transient Runnable done;
    private final Select<Scope.Kind> kind = new Select<>();
    private final ComboBox<Choice> target = new ComboBox<>(Texts.text("maintenance.what"));
    private final DateTimePicker start =
            new DateTimePicker(Texts.text("maintenance.start", When.zone().getId()));
    private final IntegerField hours = new IntegerField(Texts.text("maintenance.hours"));
    private final TextField reason = new TextField(Texts.text("maintenance.reason"));
    private final Checkbox move = new Checkbox(Texts.text("maintenance.move"));
    private final Div told = new Div();

    /** Something that a window can be planned for. */
    private record Choice(Scope scope, String name) {}

    /**
     * @param host what is worked on; null to ask
     * @param done what to do once it is planned
     */
    MaintenanceDialog(
            Visits visits, Fleet fleet, Maintenances maintenances, Clock clock, @Nullable Host host, Runnable done) {
        this.visits = visits;
        this.fleet = fleet;
        this.maintenances = maintenances;
        this.done = done;
        setHeaderTitle(Texts.text("maintenance.plan"));
        kind.setLabel(Texts.text("maintenance.scope"));
        kind.setItems(Scope.Kind.values());
        kind.setItemLabelGenerator(each -> Texts.text("scope." + each.text()));
        kind.addValueChangeListener(e -> fill());
        target.setItemLabelGenerator(Choice::name);
        target.setId("maintenance-target");
        kind.setValue(Scope.Kind.HOST);
        if (host != null) {
            kind.setReadOnly(true);
            target.setReadOnly(true);
            target.setValue(choice(host));
        }
        Instant soon = clock.instant().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.HOURS);
        start.setStep(Duration.ofHours(1));
        start.setLocale(Locale.UK);
        start.setDatePickerI18n(new DatePicker.DatePickerI18n().setDateFormat("d MMM yyyy"));
        start.setValue(soon.atZone(When.zone()).toLocalDateTime());
        hours.setMin(1);
        hours.setMax((int) Maintenances.LONGEST.toHours());
        hours.setStepButtonsVisible(true);
        hours.setValue(USUAL_HOURS);
        reason.setMaxLength(200);
        reason.setHelperText(Texts.text("maintenance.reason.help"));
        reason.addClassName("whole");
        reason.setId("maintenance-reason");
        move.setHelperText(Texts.text("maintenance.move.help"));
        move.addClassName("whole");
        var fields = new Div(kind, target, start, hours, reason, move);
        fields.addClassNames("form", "in-dialog");
        add(fields, told);
        var yes = new Button(Texts.text("maintenance.yes"), e -> plan());
        yes.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        yes.setId("maintenance-yes");
        getFooter().add(new Button(Texts.text("ask.keep"), e -> close()), yes);
        setWidth("38rem");
    }

    private void fill() {
        switch (kind.getValue()) {
            case HOST ->
                target.setItems(query -> hosts(query.getFilter().orElse(""), query.getOffset(), query.getLimit()));
            case POOL ->
                target.setItems(fleet.pools(visits.caller()).stream()
                        .map(pool -> choice(Scope.Kind.POOL, pool.code(), pool.name()))
                        .toList());
            case SITE ->
                target.setItems(fleet.sites(visits.caller()).stream()
                        .map(site -> choice(Scope.Kind.SITE, site.code(), site.name()))
                        .toList());
            case FABRIC ->
                target.setItems(fleet.fabrics(visits.caller()).stream()
                        .map(fabric -> choice(Scope.Kind.FABRIC, fabric.code(), fabric.code()))
                        .toList());
        }
    }

    private Stream<Choice> hosts(String text, int offset, int limit) {
        var page = new Page.Request(Math.min(limit, Page.MOST), Integer.toString(offset));
        return fleet.hosts(visits.caller(), FleetFilter.ofText(text), page).items().stream()
                .map(view -> choice(view.host()));
    }

    private static Choice choice(Host host) {
        return choice(Scope.Kind.HOST, Integer.toString(host.id()), host.name());
    }

    private static Choice choice(Scope.Kind kind, String target, String name) {
        return new Choice(new Scope(kind, target), name);
    }

    private void plan() {
        told.removeAll();
        Choice chosen = target.getValue();
        var begin = start.getValue();
        target.setInvalid(chosen == null);
        start.setInvalid(begin == null);
        if (chosen == null || begin == null || hours.getValue() == null || hours.isInvalid()) {
            return;
        }
        Instant from = begin.atZone(When.zone()).toInstant();
        var window = new TimeWindow(from, from.plus(Duration.ofHours(hours.getValue())));
        var wanted = new NewMaintenance(chosen.scope(), window, move.getValue(), reason.getValue());
        // Each press is a question of its own: a refused one may work a minute later.
        switch (maintenances.plan(visits.caller(visits.newKey()), wanted)) {
            case Outcome.Done<Maintenance> planned -> {
                close();
                Notes.done(Texts.text(
                        "maintenance.planned",
                        planned.value().cards(),
                        planned.value().madeWay()));
                done.run();
            }
            case Outcome.No<Maintenance> no -> told.add(Notes.refusal(no.refusal(), this::instead));
        }
    }

    private void instead(Refusal.Alternative alternative) {
        Map<String, String> request = alternative.request();
        if (request.containsKey("move")) {
            move.setValue(true);
        }
        if (request.containsKey("start")) {
            Instant later = Instant.parse(Objects.requireNonNull(request.get("start")));
            start.setValue(later.atZone(When.zone()).toLocalDateTime());
        }
        plan();
    }
}
