package cloud.tessera.portal.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** One figure with its name, its unit in the value, and a line that says what it is per or up to when. */
public final class Figure extends Div {
    private static final long serialVersionUID = 1;
    private final Span value = new Span();
    private final Span note = new Span();

    /**
     * @param tone {@code training}, {@code inference}, {@code amber} or {@code plain}
     */
    public Figure(String label, String tone) {
        addClassNames("figure", tone);
        var name = new Span(label);
        name.addClassName("label");
        value.addClassName("value");
        note.addClassName("remark");
        add(name, value, note);
    }

    /** Shows a value and what it means. */
    public Figure show(String text, String meaning) {
        value.setText(text);
        note.setText(meaning);
        return this;
    }

    /** Several figures side by side. */
    public static Div row(Component... figures) {
        var row = new Div(figures);
        row.addClassName("figures");
        return row;
    }
}
