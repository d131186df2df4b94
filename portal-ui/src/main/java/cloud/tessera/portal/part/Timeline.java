package cloud.tessera.portal.part;

import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened, step by step; the last step is where it is now. */
public final class Timeline extends OrderedList {
    private static final long serialVersionUID = 1;

    public Timeline() {
        addClassName("timeline");
    }

    /** Adds a step that was taken. */
    public void add(String state, Instant at, @Nullable String detail) {
        getChildren().forEach(step -> step.removeClassName("now"));
        var step = new ListItem(new Span(StateBadge.text(state)), When.exactly(at));
        step.addClassNames(StateBadge.tone(state), "now");
        step.getComponentAt(1).addClassNames("small", "quiet");
        if (detail != null && !detail.isBlank()) {
            var more = new Span(detail);
            more.addClassNames("detail", "small", "quiet");
            step.add(more);
        }
        add(step);
    }
}
