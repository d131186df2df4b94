package cloud.tessera.portal.part;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Pre;

/** Something to be pasted elsewhere, with a button that copies it. */
public final class CodeLine extends Div {
    private static final long serialVersionUID = 1;

    /**
     * @param name what it is, for the button's name
     */
    public CodeLine(String name, String code) {
        addClassName("code-line");
        var button = new NativeButton(Texts.text("copy"));
        button.getElement().setAttribute("data-copy", code);
        button.getElement().setAttribute("data-copied", Texts.text("copy.done"));
        button.setAriaLabel(Texts.text("copy.what", name));
        var text = new Pre(code);
        text.getElement().setAttribute("tabindex", "0");
        text.getElement().setAttribute("aria-label", name);
        text.getElement().setAttribute("role", "region");
        add(text, button);
    }
}
