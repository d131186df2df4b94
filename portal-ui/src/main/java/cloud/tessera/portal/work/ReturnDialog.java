package cloud.tessera.portal.work;

import cloud.tessera.inventory.reservation.AskReturn;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.reservation.Return;
import cloud.tessera.inventory.reservation.Returns;
import cloud.tessera.portal.part.Amounts;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Outcome;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.IntegerField;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Returns unused hours for resale: says first what may come back, and what comes before it. */
final class ReturnDialog extends Dialog {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient Returns returns;
    private final transient Reservation reservation;
    private final transient Runnable done;
    private final DateTimePicker from =
            new DateTimePicker(Texts.text("return.from", When.zone().getId()));
    private final IntegerField quantity = new IntegerField(Texts.text("return.quantity"));
    private final Div told = new Div();
    private final Button quote = new Button(Texts.text("return.quote"), e -> ask());
    private final Button accept = new Button(Texts.text("return.accept"), e -> accept());
    private transient @Nullable Return shown;

    /**
     * @param now the time of the platform
     * @param done what to do once hours have been returned
     */
    ReturnDialog(Visits visits, Returns returns, Reservation reservation, Instant now, Runnable done) {
        this.visits = visits;
        this.returns = returns;
        this.reservation = reservation;
        this.done = done;
        setHeaderTitle(Texts.text("return.title", reservation.name()));
        boolean ahead = reservation.state() instanceof ReservationState.Scheduled;
        ChangeDialog.time(from, ahead ? reservation.window().start() : firstHour(reservation, now), this::askAgain);
        quantity.setValue(reservation.shape().quantity());
        quantity.setMin(1);
        quantity.setMax(reservation.shape().quantity());
        quantity.setStepButtonsVisible(true);
        quantity.setHelperText(Texts.text("return.quantity.help"));
        quantity.addValueChangeListener(e -> askAgain());
        quantity.setVisible(ahead && reservation.shape().quantity() > 1);
        var fields = new Div(from, quantity);
        fields.addClassNames("form", "in-dialog");
        told.addClassNames("stack", "in-dialog");
        var lead = new Paragraph(Texts.text("return.lead"));
        lead.addClassName("quiet");
        add(lead, fields, told);
        quote.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        quote.setId("return-quote");
        accept.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        accept.setId("return-accept");
        accept.setDisableOnClick(true);
        accept.setVisible(false);
        getFooter().add(new Button(Texts.text("ask.keep"), e -> close()), quote, accept);
        setWidth("34rem");
    }

    /** The first hour that leaves what is kept its turnaround. */
    private static Instant firstHour(Reservation reservation, Instant now) {
        return now.plus(reservation.turnaround()).truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }

    private void askAgain() {
        told.removeAll();
        accept.setVisible(false);
        quote.setVisible(true);
    }

    private void ask() {
        told.removeAll();
        var wish = new AskReturn(ChangeDialog.at(from), quantity.getValue());
        switch (returns.quote(visits.caller(visits.newKey()), reservation.id(), wish)) {
            case Outcome.Done<Return> quoted -> show(quoted.value());
            case Outcome.No<Return> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
    }

    private void show(Return it) {
        Return.Terms terms = it.terms();
        told.add(new Facts()
                .put(Texts.text("return.what"), Shapes.text(it.shape()))
                .put(
                        Texts.text("column.when"),
                        When.range(it.window().start(), it.window().end()))
                .put(Texts.text("return.worth"), Amounts.text(terms.worth()))
                .put(Texts.text("return.list"), Amounts.text(terms.list()))
                .put(Texts.text("return.fee"), Texts.text("return.fee.text", terms.feePercent(), terms.rules()))
                .put(Texts.text("return.most"), Amounts.text(terms.most()))
                .put(Texts.text("return.ahead"), Texts.count("return.ahead.text", terms.ahead())));
        told.add(new Paragraph(Texts.text(it.whole() ? "return.after.whole" : "return.after")));
        shown = it;
        quote.setVisible(false);
        accept.setVisible(true);
        accept.setEnabled(true);
    }

    private void accept() {
        Return it = Objects.requireNonNull(shown);
        // The id of a quote is its idempotency key: returning it twice returns it once.
        switch (returns.accept(visits.caller("return-" + it.id().text()), reservation.id(), it.id())) {
            case Outcome.Done<Return> returned -> {
                close();
                Notes.done(Texts.text("return.done"));
                done.run();
            }
            case Outcome.No<Return> no -> {
                askAgain();
                told.add(Notes.refusal(no.refusal(), other -> {}));
            }
        }
    }
}
