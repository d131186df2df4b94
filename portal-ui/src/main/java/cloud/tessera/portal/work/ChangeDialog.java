package cloud.tessera.portal.work;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.reservation.Amend;
import cloud.tessera.inventory.reservation.Amendment;
import cloud.tessera.inventory.reservation.Amendments;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Extends, shortens or moves a reservation: asks for the price first, and says it before anything is changed. */
final class ChangeDialog extends Dialog {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient Amendments amendments;
    private final transient Reservation reservation;
    private final transient Runnable done;
    private final transient Consumer<Refusal.Alternative> choose;
    private final DateTimePicker start = new DateTimePicker(Texts.text("change.start"));
    private final DateTimePicker end =
            new DateTimePicker(Texts.text("change.end", When.zone().getId()));
    private final IntegerField quantity = new IntegerField(Texts.text("change.quantity"));
    private final Select<String> site = new Select<>();
    private final Div told = new Div();
    private final Button price = new Button(Texts.text("change.price"), e -> ask());
    private final Button apply = new Button("", e -> apply());
    private transient @Nullable Amendment shown;

    /**
     * @param sites to which it could be moved
     * @param done what to do once it has been changed
     * @param choose what to do with what a refusal proposes
     */
    ChangeDialog(
            Visits visits,
            Amendments amendments,
            Reservation reservation,
            List<String> sites,
            Runnable done,
            Consumer<Refusal.Alternative> choose) {
        this.visits = visits;
        this.amendments = amendments;
        this.reservation = reservation;
        this.done = done;
        this.choose = choose;
        setHeaderTitle(Texts.text("change.title", reservation.name()));
        boolean ahead = reservation.state() instanceof ReservationState.Scheduled;
        time(start, reservation.window().start(), this::askAgain);
        time(end, reservation.window().end(), this::askAgain);
        quantity.setValue(reservation.shape().quantity());
        quantity.setMin(1);
        quantity.setMax(reservation.shape().quantity());
        quantity.setStepButtonsVisible(true);
        site.setLabel(Texts.text("column.site"));
        site.setItems(sites);
        site.setValue(reservation.site());
        start.setVisible(ahead);
        quantity.setVisible(ahead && reservation.shape().quantity() > 1);
        site.setVisible(ahead && sites.size() > 1);
        var fields = new Div(start, end, quantity, site);
        fields.addClassNames("form", "in-dialog");
        told.addClassNames("stack", "in-dialog");
        add(fields, told);
        price.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        price.setId("change-price");
        apply.setVisible(false);
        apply.setId("change-apply");
        apply.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        apply.setDisableOnClick(true);
        getFooter().add(new Button(Texts.text("ask.keep"), e -> close()), price, apply);
        setWidth("34rem");
    }

    /** A field for a whole hour. */
    static void time(DateTimePicker field, Instant value, Runnable changed) {
        field.setStep(Duration.ofHours(1));
        field.setLocale(Locale.UK);
        field.setDatePickerI18n(new DatePicker.DatePickerI18n().setDateFormat("d MMM yyyy"));
        field.setValue(LocalDateTime.ofInstant(value, When.zone()));
        field.addValueChangeListener(e -> changed.run());
    }

    /** What was said of a price holds no longer for what the fields say. */
    private void askAgain() {
        told.removeAll();
        apply.setVisible(false);
        price.setVisible(true);
    }

    private void ask() {
        told.removeAll();
        var wish = new Amend(at(start), at(end), quantity.getValue(), site.getValue());
        // Each question is one of its own: the same fields may have another price a minute later.
        switch (amendments.offer(visits.caller(visits.newKey()), reservation.id(), wish)) {
            case Outcome.Done<Amendment> offered -> show(offered.value());
            case Outcome.No<Amendment> no -> told.add(Notes.refusal(no.refusal(), this::chosen));
        }
    }

    static @Nullable Instant at(DateTimePicker field) {
        LocalDateTime value = field.getValue();
        return value == null ? null : value.atZone(When.zone()).toInstant();
    }

    private void show(Amendment offer) {
        var facts = new Facts()
                .put(
                        Texts.text("column.when"),
                        When.range(offer.window().start(), offer.window().end()))
                .put(Texts.text("change.additional"), Amounts.text(offer.additional()));
        if (offer.worth().isPositive()) {
            facts.put(
                    Texts.text("change.refund"),
                    Texts.text(
                            "change.refund.text",
                            Amounts.text(offer.refund()),
                            offer.percent(),
                            Amounts.text(offer.worth())));
        }
        facts.put(Texts.text("change.total"), Amounts.text(offer.price()));
        told.add(facts);
        Money difference = offer.difference();
        apply.setText(
                difference.isNegative()
                        ? Texts.text("change.apply.back", Amounts.text(difference.negated()))
                        : Texts.text("change.apply", Amounts.text(difference)));
        shown = offer;
        price.setVisible(false);
        apply.setVisible(true);
        apply.setEnabled(true);
    }

    private void apply() {
        Amendment offer = Objects.requireNonNull(shown);
        // The id of an offer is its idempotency key: applying it twice changes and charges once.
        Outcome<Reservation> outcome =
                amendments.apply(visits.caller("apply-" + offer.id().text()), reservation.id(), offer.id());
        switch (outcome) {
            case Outcome.Done<Reservation> changed -> {
                close();
                Notes.done(Texts.text("change.done"));
                done.run();
            }
            case Outcome.No<Reservation> no -> {
                askAgain();
                told.add(Notes.refusal(no.refusal(), this::chosen));
            }
        }
    }

    private void chosen(Refusal.Alternative alternative) {
        close();
        choose.accept(alternative);
    }
}
