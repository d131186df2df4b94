package cloud.tessera.portal.capacity;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.waitlist.Wait;
import cloud.tessera.inventory.waitlist.Waitlist;
import cloud.tessera.inventory.waitlist.WaitlistEntry;
import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Panel;
import cloud.tessera.portal.part.Shapes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.TimeWindow;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.component.textfield.IntegerField;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** Joins the waitlist with what was looked for: how long to wait, what it may cost, and what happens then. */
final class WaitPanel extends Div {
    private static final long serialVersionUID = 1;
    private static final int USUAL_PATIENCE = 72;
    private static final int MOST_PATIENCE = 90 * 24;

    private final transient Visits visits;
    private final transient Waitlist waitlist;
    private final transient Wish wish;
    private final transient Currency currency;
    private final TakeForm form;
    private final IntegerField patience = new IntegerField(Texts.text("wait.patience"));
    private final BigDecimalField ceiling = new BigDecimalField(Texts.text("wait.ceiling"));
    private final RadioButtonGroup<Wait.Mode> mode = new RadioButtonGroup<>();
    private final Div told = new Div();
    private transient String key;

    WaitPanel(Visits visits, Waitlist waitlist, Wish wish, String site, Currency currency, TakeForm form) {
        this.visits = visits;
        this.waitlist = waitlist;
        this.wish = wish;
        this.currency = currency;
        this.form = form;
        key = visits.newKey();
        patience.setHelperText(Texts.text("wait.patience.help"));
        patience.setStepButtonsVisible(true);
        patience.setMin(0);
        patience.setMax(MOST_PATIENCE);
        patience.setValue(USUAL_PATIENCE);
        patience.setErrorMessage(Texts.text("wait.patience.range", MOST_PATIENCE));
        ceiling.setSuffixComponent(new Span(currency.getCurrencyCode()));
        ceiling.setHelperText(Texts.text("wait.ceiling.help"));
        mode.setLabel(Texts.text("wait.mode"));
        mode.setItems(Wait.Mode.values());
        mode.setItemLabelGenerator(each -> Texts.text("wait.mode." + each.text()));
        mode.setValue(Wait.Mode.BOOK);
        mode.addClassName("whole");
        var how = new Div(patience, ceiling, mode);
        how.addClassName("form");
        var facts = new Facts()
                .put(Texts.text("offer.what"), Shapes.text(wish.shape()))
                .put(Texts.text("offer.where"), site)
                .put(
                        Texts.text("wait.earliest"),
                        Texts.text("wait.earliest.text", When.text(wish.start()), Texts.count("hours", wish.hours())));
        var join = TakeForm.primary(Texts.text("wait.join"), this::join);
        join.setId("join-waitlist");
        var actions = new Div(join);
        actions.addClassName("actions");
        var says = new Paragraph(Texts.text("wait.more"));
        says.addClassNames("quiet", "small");
        add(new Panel(Texts.text("wait.title"), facts, form, how, told, actions, says));
        setId("wait");
    }

    private void join() {
        told.removeAll();
        Integer hours = patience.getValue();
        boolean within = hours != null && hours >= 0 && hours <= MOST_PATIENCE;
        patience.setInvalid(!within);
        if (within) {
            form.said().ifPresent(said -> join(said, hours));
        }
    }

    private void join(TakeForm.Said said, int patient) {
        var latest = wish.window().end().plus(patient, ChronoUnit.HOURS);
        var wait = new Wait(
                said.project().id(),
                wish.shape(),
                wish.site() == null ? List.of() : List.of(wish.site()),
                new TimeWindow(wish.start(), latest),
                wish.hours(),
                most().orElse(null),
                mode.getValue(),
                said.name(),
                said.image(),
                wish.limits());
        switch (waitlist.join(visits.caller(key), wait)) {
            case Outcome.Done<WaitlistEntry> joined -> UI.getCurrent().navigate("waitlist");
            case Outcome.No<WaitlistEntry> no -> {
                key = visits.newKey();
                told.add(Notes.refusal(no.refusal(), other -> {}));
            }
        }
    }

    private Optional<Money> most() {
        BigDecimal value = ceiling.getValue();
        return value == null || value.signum() < 0
                ? Optional.empty()
                : Optional.of(
                        Money.of(value.setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP), currency));
    }
}
