package cloud.tessera.portal.work;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.engine.Image;
import cloud.tessera.inventory.engine.Images;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.fleet.Stock;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.inventory.service.NewService;
import cloud.tessera.inventory.service.Scale;
import cloud.tessera.inventory.service.Service;
import cloud.tessera.inventory.service.Services;
import cloud.tessera.portal.part.LimitFields;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** In which a service is put together. */
final class ServiceForm extends Dialog {
    private static final long serialVersionUID = 1;

    private final transient Visits visits;
    private final transient Services services;
    private final Currency currency;
    private String key;
    private final TextField name = new TextField(Texts.text("take.name"));
    private final ComboBox<String> model = new ComboBox<>(Texts.text("wish.model"));
    private final Select<Optional<String>> part = new Select<>();
    private final Select<Image> image = new Select<>();
    private final Select<Project> project = new Select<>();
    private final IntegerField baseline = number("service.baseline.label", 1);
    private final IntegerField desired = number("service.desired", 1);
    private final IntegerField maximum = number("service.maximum", 4);
    private final Select<Tier> overflow = new Select<>();
    private final BigDecimalField ceiling = new BigDecimalField(Texts.text("service.ceiling"));
    private final Select<Optional<Reservation>> reservation = new Select<>();
    private final LimitFields limits;
    private final Div told = new Div();

    /** What can be chosen. */
    @Singleton
    record Choices(
            Projects projects, Organizations organizations, Images images, Fleet fleet, Reservations reservations) {
        /** None, or one that runs or is to come. */
        List<Optional<Reservation>> reserved(Caller caller) {
            List<Optional<Reservation>> choices = new ArrayList<>();
            choices.add(Optional.empty());
            for (Stage stage : List.of(Stage.RUNNING, Stage.COMING)) {
                reservations.list(caller, null, stage, Page.Request.first(Page.MOST)).items().stream()
                        .map(Optional::of)
                        .forEach(choices::add);
            }
            return choices;
        }

        List<String> models(Caller caller) {
            return fleet.stock(caller).stream()
                    .map(Stock::model)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    ServiceForm(Visits visits, Services services, Choices choices) {
        this.visits = visits;
        this.services = services;
        key = visits.newKey();
        Caller caller = visits.caller();
        currency = choices.organizations()
                .get(caller, caller.requireOrganization())
                .currency();
        setHeaderTitle(Texts.text("services.new"));
        name.setMaxLength(100);
        name.setValue(Texts.text("service.proposed"));
        choose(model, choices.models(caller));
        part.setLabel(Texts.text("wish.part"));
        part.setItemLabelGenerator(chosen -> chosen.orElseGet(() -> Texts.text("wish.whole")));
        image.setLabel(Texts.text("take.image"));
        image.setItems(choices.images().list(caller));
        image.setItemLabelGenerator(Image::name);
        choices.images().list(caller).stream().findFirst().ifPresent(image::setValue);
        project.setLabel(Texts.text("take.project"));
        project.setItems(choices.projects().list(caller));
        project.setItemLabelGenerator(Project::name);
        choices.projects().list(caller).stream().findFirst().ifPresent(project::setValue);
        reservation.setLabel(Texts.text("service.reserved"));
        reservation.setHelperText(Texts.text("service.reserved.help"));
        reservation.setItems(choices.reserved(caller));
        reservation.setItemLabelGenerator(
                chosen -> chosen.map(Reservation::name).orElseGet(() -> Texts.text("service.reserved.none")));
        reservation.setValue(Optional.empty());
        overflow.setLabel(Texts.text("service.overflow.label"));
        overflow.setItems(Tier.values());
        overflow.setItemLabelGenerator(tier -> Texts.text("service.overflow." + tier.text()));
        overflow.setValue(Tier.PREEMPTIBLE);
        ceiling.setSuffixComponent(new Span(currency.getCurrencyCode()));
        ceiling.setHelperText(Texts.text("service.ceiling.help"));
        limits = new LimitFields(choices.fleet().sites(caller));
        var fields =
                new Div(name, model, part, image, project, baseline, reservation, desired, maximum, overflow, ceiling);
        fields.add(limits.all());
        fields.addClassNames("form", "in-dialog");
        add(new Paragraph(Texts.text("services.new.more")), fields, told);
        var yes = new Button(Texts.text("services.create"), e -> create());
        yes.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        yes.setId("create-service");
        getFooter().add(new Button(Texts.text("ask.keep"), e -> close()), yes);
    }

    private void choose(ComboBox<String> models, List<String> known) {
        models.setItems(known);
        models.setItemLabelGenerator(key -> Shapes.model(key).name());
        models.setRequired(true);
        models.addValueChangeListener(e -> {
            if (e.getValue() != null) {
                part.setItems(parts(e.getValue()));
                part.setValue(Optional.empty());
            }
        });
        known.stream().findFirst().ifPresent(models::setValue);
    }

    private static List<Optional<String>> parts(String model) {
        List<Optional<String>> parts = new ArrayList<>();
        parts.add(Optional.empty());
        if (Shapes.model(model).geometry() instanceof Geometry.Partitioned partitioned) {
            partitioned.profiles().forEach(profile -> parts.add(Optional.of(profile.name())));
        }
        return parts;
    }

    private static IntegerField number(String label, int value) {
        var field = new IntegerField(Texts.text(label));
        field.setStepButtonsVisible(true);
        field.setMin(0);
        field.setMax(Kind.MOST_REPLICAS);
        field.setValue(value);
        return field;
    }

    private void create() {
        told.removeAll();
        boolean complete = !name.isEmpty()
                && model.getValue() != null
                && image.getValue() != null
                && project.getValue() != null
                && baseline.getValue() != null
                && desired.getValue() != null
                && maximum.getValue() != null;
        if (!complete) {
            told.add(Notes.note(new Span(Texts.text("service.incomplete"))));
            return;
        }
        limits.said().ifPresent(this::create);
    }

    private void create(SiteLimits within) {
        var shape = new Shape(model.getValue(), part.getValue().orElse(null), 1, false, 0, 0);
        var scale = new Scale(
                baseline.getValue(),
                overflow.getValue(),
                baseline.getValue(),
                maximum.getValue(),
                desired.getValue(),
                null,
                money().orElse(null),
                reservation.getValue().map(Reservation::id).orElse(null));
        var wanted = new NewService(
                project.getValue().id(),
                shape,
                null,
                name.getValue(),
                image.getValue().name(),
                scale,
                within);
        switch (services.create(visits.caller(key), wanted)) {
            case Outcome.Done<Service> done -> {
                close();
                UI.getCurrent().navigate("services/" + done.value().id().text());
            }
            case Outcome.No<Service> no -> {
                key = visits.newKey();
                told.add(Notes.refusal(no.refusal(), other -> {}));
            }
        }
    }

    private Optional<Money> money() {
        BigDecimal value = ceiling.getValue();
        return value == null || value.signum() < 0
                ? Optional.empty()
                : Optional.of(
                        Money.of(value.setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP), currency));
    }
}
