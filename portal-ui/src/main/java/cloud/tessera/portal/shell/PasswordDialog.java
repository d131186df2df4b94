package cloud.tessera.portal.shell;

import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.access.OwnPassword;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.PersonId;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.PasswordField;

/** Changes the viewer's own password; what it ends is said before. */
final class PasswordDialog extends Dialog {
    private static final long serialVersionUID = 1;
    private final transient Visits visits;
    private final transient OwnPassword password;
    private final PasswordField present = new PasswordField(Texts.text("password.present"));
    private final PasswordField wanted = new PasswordField(Texts.text("password.new"));
    private final Div told = new Div();

    PasswordDialog(Visits visits, OwnPassword password) {
        this.visits = visits;
        this.password = password;
        setHeaderTitle(Texts.text("password.change"));
        wanted.setHelperText(Texts.text("password.help"));
        var fields = new Div(present, wanted, told);
        fields.addClassName("form");
        add(fields);
        var change = new Button(Texts.text("password.change"), e -> change());
        change.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new Button(Texts.text("ask.keep"), e -> close()), change);
    }

    private void change() {
        told.removeAll();
        switch (password.change(visits.caller(), present.getValue(), wanted.getValue())) {
            case Outcome.Done<PersonId> done -> {
                close();
                Notes.done(Texts.text("password.changed"));
            }
            case Outcome.No<PersonId> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
    }
}
