package cloud.tessera.portal.part;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.List;

/** Short texts below one another; of many only the first, and how many more there are. */
public final class Lines extends Div {
    private static final long serialVersionUID = 1;
    private static final int MOST = 4;

    public Lines(List<String> lines) {
        int shown = lines.size() <= MOST + 1 ? lines.size() : MOST;
        lines.stream().limit(shown).forEach(line -> add(new Div(new Span(line))));
        if (shown < lines.size()) {
            var more = new Div(new Span(Texts.text("lines.more", lines.size() - shown)));
            more.addClassName("quiet");
            more.setTitle(String.join("\n", lines));
            add(more);
        }
    }
}
