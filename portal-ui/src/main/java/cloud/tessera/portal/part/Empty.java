package cloud.tessera.portal.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** What stands where nothing is yet: what would be here, and the next step. */
public final class Empty extends Div {
    private static final long serialVersionUID = 1;

    public Empty(String what, String next, Component... steps) {
        addClassName("empty");
        var name = new Span(what);
        name.addClassName("strong");
        var hint = new Span(next);
        hint.addClassName("quiet");
        add(name, hint);
        add(steps);
    }
}
