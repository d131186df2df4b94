package cloud.tessera.portal.team;

import cloud.tessera.portal.part.CodeLine;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.part.When;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.access.Enrolment;
import cloud.tessera.quota.access.FactorState;
import cloud.tessera.quota.access.OwnSecondFactor;
import cloud.tessera.quota.access.RecoveryCodes;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;

/** The viewer's own second factor: turned on in two steps, with everything that is shown once, and turned off again. */
final class SecondFactorPanel extends Div {
    private static final long serialVersionUID = 1;
    private static final int LONGEST = 40;
    private final transient Visits visits;
    private final transient OwnSecondFactor factor;
    private final Div told = new Div();
    private final Div step = new Div();

    SecondFactorPanel(Visits visits, OwnSecondFactor factor) {
        this.visits = visits;
        this.factor = factor;
        addClassName("panel");
        setId("second-factor");
        step.addClassName("stack");
        add(new H2(Texts.text("factor.title")), told, step);
        showState();
    }

    private void showState() {
        FactorState state = factor.state(visits.caller());
        show(state.since().isPresent() ? on(state) : off());
    }

    private void show(Component... parts) {
        told.removeAll();
        step.removeAll();
        step.add(parts);
    }

    private Component[] off() {
        var password = password();
        var begin = button("factor.begin", () -> begin(password.getValue()));
        return new Component[] {new Paragraph(Texts.text("factor.off")), form(password, begin)};
    }

    private Component[] on(FactorState state) {
        var since = new Div(
                new Span(Texts.text("factor.on") + " "),
                state.since().map(When::of).orElseGet(Span::new));
        var left = new Paragraph(Texts.text("factor.left", state.recoveryCodesLeft()));
        var password = password();
        var code = code();
        var end = button("factor.end", () -> turnOff(password.getValue(), code.getValue()));
        return new Component[] {since, left, form(password, code, end)};
    }

    private void begin(String password) {
        switch (factor.begin(visits.caller(), password)) {
            case Outcome.Done<Enrolment>(Enrolment enrolment, boolean ignored) -> show(enrol(enrolment));
            case Outcome.No<Enrolment> no -> refuse(no.refusal());
        }
    }

    private Component[] enrol(Enrolment enrolment) {
        var image = new Div();
        image.addClassName("qr");
        image.getElement().setAttribute("role", "img");
        image.getElement().setAttribute("aria-label", Texts.text("factor.qr"));
        image.getElement().setProperty("innerHTML", enrolment.qrSvg());
        var code = code();
        var confirm = button("factor.confirm", () -> confirm(code.getValue()));
        return new Component[] {
            new Paragraph(Texts.text("factor.scan")),
            image,
            new CodeLine(Texts.text("factor.secret"), enrolment.secret()),
            form(code, confirm)
        };
    }

    private void confirm(String code) {
        switch (factor.confirm(visits.caller(), code)) {
            case Outcome.Done<RecoveryCodes>(RecoveryCodes codes, boolean ignored) -> {
                var keep = new Span(Texts.text("factor.codes"));
                keep.addClassName("strong");
                var note = Notes.note(
                        keep, new CodeLine(Texts.text("factor.codes.name"), String.join("\n", codes.codes())));
                note.addClassName("good");
                note.setId("recovery-codes");
                show(note, button("factor.kept", this::showState));
            }
            case Outcome.No<RecoveryCodes> no -> refuse(no.refusal());
        }
    }

    private void turnOff(String password, String code) {
        switch (factor.turnOff(visits.caller(), password, code)) {
            case Outcome.Done<PersonId> done -> {
                Notes.done(Texts.text("factor.ended"));
                showState();
            }
            case Outcome.No<PersonId> no -> refuse(no.refusal());
        }
    }

    private void refuse(Refusal refusal) {
        told.removeAll();
        told.add(Notes.refusal(refusal, other -> {}));
    }

    private static PasswordField password() {
        return new PasswordField(Texts.text("password.present"));
    }

    private static TextField code() {
        var code = new TextField(Texts.text("factor.code"));
        code.setMaxLength(LONGEST);
        code.getElement().setAttribute("autocomplete", "one-time-code");
        return code;
    }

    private static Button button(String text, Runnable act) {
        var button = new Button(Texts.text(text), e -> act.run());
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        button.addClassName("fit");
        return button;
    }

    private static Div form(Component... fields) {
        var form = new Div(fields);
        form.addClassName("form");
        return form;
    }
}
