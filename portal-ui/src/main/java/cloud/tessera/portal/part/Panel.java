package cloud.tessera.portal.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;

/** A part of a page with a heading of its own. */
public final class Panel extends Div {
    private static final long serialVersionUID = 1;

    public Panel(String heading, Component... content) {
        addClassName("panel");
        add(new H2(heading));
        add(content);
    }

    private Panel() {
        addClassName("panel");
    }

    /** With something beside the heading, such as a link to more. */
    public static Panel with(String heading, Component beside, Component... content) {
        var panel = new Panel();
        var head = new Div(new H2(heading), beside);
        head.addClassName("panel-head");
        panel.add(head);
        panel.add(content);
        return panel;
    }

    /** Panels side by side where there is room. */
    public static Div columns(Component... panels) {
        var columns = new Div(panels);
        columns.addClassName("columns");
        return columns;
    }

    /** Panels below one another. */
    public static Div stack(Component... panels) {
        var stack = new Div(panels);
        stack.addClassName("stack");
        return stack;
    }
}
