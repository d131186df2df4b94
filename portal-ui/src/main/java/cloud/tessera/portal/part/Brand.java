package cloud.tessera.portal.part;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Span;

/** The mark and the name, which lead home. */
public final class Brand extends Anchor {
    private static final long serialVersionUID = 1;

    public Brand() {
        super("/");
        addClassName("brand");
        add(new Image("portal/mark.svg", ""), new Span("Tessera"));
    }
}
