package cloud.tessera.portal.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.HasDynamicTitle;

/** A page inside the frame: a heading, a sentence that says what it is for, what can be done, and then its panels. */
public abstract class PortalPage extends Main implements HasDynamicTitle {
    private static final long serialVersionUID = 1;
    private String name = "";

    protected PortalPage() {
        addClassName("page");
        setId("content");
        getElement().setAttribute("tabindex", "-1");
    }

    /**
     * Begins the page with its heading, which is the browser's title too. What was on it goes: a page whose link is
     * clicked while it is open is entered again, and is the same object.
     */
    protected final void head(String heading, String lead, Component... actions) {
        removeAll();
        add(heading(heading, lead, actions));
    }

    /** The same below a link to the page that this one belongs to. */
    protected final void head(String parent, String parentPath, String heading, String lead, Component... actions) {
        Div head = heading(heading, lead, actions);
        var crumb = new Div(new Anchor(parentPath, parent));
        crumb.addClassName("crumb");
        ((Div) head.getComponentAt(0)).addComponentAsFirst(crumb);
        removeAll();
        add(head);
    }

    private Div heading(String heading, String lead, Component... actions) {
        name = heading;
        var words = new Div(new H1(heading));
        if (!lead.isEmpty()) {
            var paragraph = new Paragraph(lead);
            paragraph.addClassName("lead");
            words.add(paragraph);
        }
        var head = new Div(words);
        head.addClassName("page-head");
        if (actions.length > 0) {
            var doing = new Div(actions);
            doing.addClassName("actions");
            head.add(doing);
        }
        return head;
    }

    @Override
    public String getPageTitle() {
        return name + " · Tessera";
    }
}
