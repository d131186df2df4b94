package cloud.tessera.portal.operator;

import cloud.tessera.inventory.fleet.Imported;
import cloud.tessera.inventory.fleet.OpenbTarget;
import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.term.Outcome;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks where the hosts of a node list go, beginning with the usual place, and brings them in. */
final class TargetDialog extends Dialog {
    private static final long serialVersionUID = 1;
    private final transient Function<OpenbTarget, Outcome<Imported>> bring;
    private final transient Consumer<Imported> brought;
    private final TextField site = new TextField(Texts.text("target.site"));
    private final TextField siteName = new TextField(Texts.text("target.sitename"));
    private final TextField jurisdiction = new TextField(Texts.text("target.jurisdiction"));
    private final TextField pool = new TextField(Texts.text("target.pool"));
    private final Checkbox privateCards = new Checkbox(Texts.text("target.private"));
    private final Div told = new Div();

    TargetDialog(String fileName, Function<OpenbTarget, Outcome<Imported>> bring, Consumer<Imported> brought) {
        this.bring = bring;
        this.brought = brought;
        setHeaderTitle(Texts.text("target.title", fileName));
        OpenbTarget usual = OpenbTarget.usual(false);
        site.setValue(usual.site());
        siteName.setValue(usual.siteName());
        jurisdiction.setValue(usual.jurisdiction());
        jurisdiction.setHelperText(Texts.text("target.jurisdiction.help"));
        pool.setValue(usual.pool());
        privateCards.setValue(usual.privateCards());
        var fields = new Div(site, siteName, jurisdiction, pool, privateCards);
        fields.addClassNames("form", "in-dialog");
        add(new Paragraph(Texts.text("target.more")), fields, told);
        var yes = new Button(Texts.text("target.import"), e -> bring());
        yes.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        yes.setId("target-import");
        getFooter().add(new Button(Texts.text("ask.keep"), e -> close()), yes);
    }

    private void bring() {
        told.removeAll();
        var target = new OpenbTarget(
                site.getValue().strip(),
                siteName.getValue().strip(),
                jurisdiction.getValue().strip(),
                pool.getValue().strip(),
                privateCards.getValue());
        switch (bring.apply(target)) {
            case Outcome.Done<Imported> done -> {
                close();
                brought.accept(done.value());
            }
            case Outcome.No<Imported> no -> told.add(Notes.refusal(no.refusal(), other -> {}));
        }
    }
}
