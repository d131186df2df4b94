package cloud.tessera.portal.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Span;

/** Names and what stands behind them. */
public final class Facts extends DescriptionList {
    private static final long serialVersionUID = 1;

    public Facts() {
        addClassName("facts");
    }

    public Facts put(String name, String value) {
        return put(name, new Span(value));
    }

    public Facts put(String name, Component value) {
        add(new Term(name), new Description(value));
        return this;
    }
}
