package cloud.tessera.portal.visit;

import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.term.Refusal;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.util.function.Consumer;

/** The second step at the door: the code of the authenticator app, or a recovery code. */
final class CodeForm extends Div {
    private static final long serialVersionUID = 1;
    private static final int LONGEST = 40;
    private final TextField code = new TextField(Texts.text("factor.code"));
    private final Div told = new Div();

    /**
     * @param use what becomes of a code
     * @param back leads to the first step again
     */
    CodeForm(Consumer<String> use, Runnable back) {
        addClassName("code-form");
        code.setId("code");
        code.setMaxLength(LONGEST);
        code.getElement().setAttribute("autocomplete", "one-time-code");
        // Each key is told at once, so that Enter finds all of the code.
        code.setValueChangeMode(ValueChangeMode.EAGER);
        code.setAutofocus(true);
        var go = new Button(Texts.text("signin.submit"), e -> use.accept(code.getValue()));
        go.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        go.addClickShortcut(Key.ENTER);
        var other = new Button(Texts.text("factor.back"), e -> back.run());
        other.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        add(new H2(Texts.text("factor.ask")), new Paragraph(Texts.text("factor.ask.more")), told, code, go, other);
    }

    /** Says why a code was not taken, and waits for another one. */
    void refuse(Refusal refusal) {
        told.removeAll();
        var note = Notes.note(new Paragraph(refusal.detail()));
        note.addClassName("bad");
        note.getElement().setAttribute("role", "alert");
        told.add(note);
        code.clear();
        code.focus();
    }
}
