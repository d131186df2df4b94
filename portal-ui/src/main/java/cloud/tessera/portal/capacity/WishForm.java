package cloud.tessera.portal.capacity;

import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.LimitFields;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.quota.limit.Workload;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The form in which a wish is put together. */
final class WishForm extends Div {
    private static final long serialVersionUID = 1;
    private static final int THOUSAND = 1000;
    /** The most cards or slices that are looked for at a time. */
    private static final int MOST_PIECES = 100_000;

    private final transient Clock clock;
    private final RadioButtonGroup<Workload> workload = new RadioButtonGroup<>();
    private final ComboBox<AcceleratorModel> model = new ComboBox<>();
    private final Select<Optional<String>> part = new Select<>();
    private final IntegerField quantity = new IntegerField();
    private final Checkbox gang = new Checkbox();
    private final Select<Optional<Site>> site = new Select<>();
    private final LimitFields limits;
    private final DateTimePicker start = new DateTimePicker();
    private final IntegerField hours = new IntegerField();

    /**
     * @param search is given what is wanted
     * @param refused is told that it cannot be looked for; the fields say why
     */
    WishForm(List<AcceleratorModel> models, List<Site> sites, Clock clock, Consumer<Wish> search, Runnable refused) {
        this.clock = clock;
        addClassName("form");
        workloadField();
        modelField(models);
        part.setLabel(Texts.text("wish.part"));
        part.addValueChangeListener(e -> fitQuantity());
        part.setItemLabelGenerator(this::partText);
        quantity.setStepButtonsVisible(true);
        quantity.setMin(1);
        gang.setLabel(Texts.text("wish.gang"));
        siteField(sites);
        limits = new LimitFields(sites);
        start.setLabel(Texts.text("wish.start", When.zone().getId()));
        start.setStep(Duration.ofHours(1));
        start.setLocale(Locale.UK); // a clock of 24 hours, as everywhere else on the pages
        start.setDatePickerI18n(new DatePicker.DatePickerI18n().setDateFormat("d MMM yyyy"));
        hours.setLabel(Texts.text("wish.hours"));
        hours.setStepButtonsVisible(true);
        hours.setMin(1);
        hours.setMax(Wish.MOST_HOURS);
        hours.setErrorMessage(range(Wish.MOST_HOURS));
        hours.addValueChangeListener(e -> hours.setHelperText(
                e.getValue() == null ? "" : When.length(Duration.ofHours(Math.max(1, e.getValue())))));
        var find = new Button(Texts.text("wish.find"), e -> read().ifPresentOrElse(search, refused));
        find.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        find.addClassName("fit");
        find.setId("find");
        add(workload, model, part, quantity, site, start, hours);
        add(limits.all());
        add(gang, find);
    }

    private void workloadField() {
        workload.addClassName("whole");
        workload.setLabel(Texts.text("wish.for"));
        workload.setItems(Workload.TRAINING, Workload.INFERENCE);
        workload.setItemLabelGenerator(w -> Texts.text("wish.for." + w.text()));
        workload.addValueChangeListener(e -> {
            boolean training = e.getValue() == Workload.TRAINING;
            start.setVisible(training);
            hours.setVisible(training);
            fitQuantity();
        });
    }

    private void modelField(List<AcceleratorModel> models) {
        model.setLabel(Texts.text("wish.model"));
        model.setItems(models);
        model.setItemLabelGenerator(AcceleratorModel::name);
        model.setRequired(true);
        model.addValueChangeListener(e -> {
            if (e.getValue() != null) {
                part.setItems(parts(e.getValue()));
                part.setValue(Optional.empty());
                fitQuantity();
            }
        });
    }

    private void siteField(List<Site> sites) {
        List<Optional<Site>> choices = new ArrayList<>();
        choices.add(Optional.empty());
        sites.forEach(s -> choices.add(Optional.of(s)));
        site.setLabel(Texts.text("wish.site"));
        site.setItems(choices);
        site.setItemLabelGenerator(s ->
                s.map(at -> at.name() + " (" + at.jurisdiction() + ")").orElseGet(() -> Texts.text("wish.anywhere")));
        site.setValue(Optional.empty());
    }

    private static List<Optional<String>> parts(AcceleratorModel model) {
        List<Optional<String>> parts = new ArrayList<>();
        parts.add(Optional.empty());
        switch (model.geometry()) {
            case Geometry.Partitioned p -> p.profiles().forEach(profile -> parts.add(Optional.of(profile.name())));
            case Geometry.Fungible f -> parts.add(Optional.of(Shape.THOUSANDTH));
            case Geometry.Topological t -> {}
        }
        return parts;
    }

    private String partText(Optional<String> chosen) {
        if (chosen.isEmpty()) {
            return Texts.text("wish.whole");
        }
        if (chosen.get().equals(Shape.THOUSANDTH)) {
            return Texts.text("wish.thousandths");
        }
        int memory = model.getValue() != null && model.getValue().geometry() instanceof Geometry.Partitioned p
                ? p.profile(chosen.get()).map(Profile::memoryGb).orElse(0)
                : 0;
        return Texts.text("wish.partition", chosen.get(), memory);
    }

    private void fitQuantity() {
        boolean thousandths = Optional.of(Shape.THOUSANDTH).equals(part.getValue());
        boolean whole = part.getValue() != null && part.getValue().isEmpty();
        quantity.setLabel(Texts.text(
                thousandths
                        ? "wish.quantity.thousandths"
                        : whole ? "wish.quantity.cards" : "wish.quantity.partitions"));
        quantity.setMax(mostQuantity());
        quantity.setErrorMessage(range(mostQuantity()));
        boolean together = whole && model.getValue() != null && model.getValue().fabric() != null;
        gang.setVisible(together);
        if (!gang.isVisible()) {
            gang.setValue(false);
        }
    }

    /** Shows a wish. */
    void show(Wish wish) {
        workload.setValue(wish.workload());
        model.setValue(Shapes.model(wish.model()));
        Optional<String> chosen = Optional.ofNullable(wish.profile());
        part.setValue(parts(Shapes.model(wish.model())).contains(chosen) ? chosen : Optional.empty());
        quantity.setValue(wish.quantity());
        gang.setValue(wish.gang());
        site.setValue(site.getListDataView()
                .getItems()
                .filter(s -> Objects.equals(s.map(Site::code).orElse(null), wish.site()))
                .findFirst()
                .orElse(Optional.empty()));
        limits.show(wish.limits());
        start.setValue(wish.start().atZone(When.zone()).toLocalDateTime());
        hours.setValue(wish.hours());
    }

    private Optional<Wish> read() {
        boolean training = workload.getValue() == Workload.TRAINING;
        boolean counted = isWithin(quantity, mostQuantity());
        boolean ahead = !training || isAhead();
        boolean lasting = !training || isWithin(hours, Wish.MOST_HOURS);
        Optional<SiteLimits> within = limits.said();
        if (model.getValue() == null || !counted || !ahead || !lasting) {
            return Optional.empty();
        }
        return within.map(where -> new Wish(
                workload.getValue(),
                model.getValue().key(),
                part.getValue().orElse(null),
                quantity.getValue(),
                gang.getValue(),
                site.getValue().map(Site::code).orElse(null),
                where,
                begin(),
                hours.getValue() == null ? 1 : hours.getValue()));
    }

    /** Whether what the form shows can be looked for; the fields say why not. */
    boolean isGood() {
        return read().isPresent();
    }

    private int mostQuantity() {
        return Optional.of(Shape.THOUSANDTH).equals(part.getValue()) ? THOUSAND : MOST_PIECES;
    }

    private static String range(int most) {
        return Texts.text("wish.range", Amounts.grouped(BigDecimal.valueOf(most), 0));
    }

    /** A number that is missing or out of its range makes the field say what the range is. */
    private static boolean isWithin(IntegerField field, int most) {
        Integer value = field.getValue();
        boolean within = value != null && value >= 1 && value <= most;
        field.setInvalid(!within);
        return within;
    }

    /** A start that is missing or has passed makes the field say which one is the earliest. */
    private boolean isAhead() {
        Instant now = clock.instant();
        boolean ahead = start.getValue() != null && !begin().isBefore(now);
        start.setErrorMessage(Texts.text(
                "wish.start.earliest",
                When.text(now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS))));
        start.setInvalid(!ahead);
        return ahead;
    }

    /** Whole hours of UTC are what is sold; some zones' own hours begin between them. */
    private Instant begin() {
        Instant asked = start.getValue() == null
                ? Instant.EPOCH
                : start.getValue().atZone(When.zone()).toInstant();
        Instant hour = asked.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(asked) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }
}
