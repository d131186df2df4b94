package cloud.tessera.portal.shell;

import cloud.tessera.portal.part.Brand;
import cloud.tessera.portal.part.Texts;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;

/** What stands in a page's place when it cannot be shown: what happened, what was not lost, what to do. */
abstract class TroublePage extends Div {
    private static final long serialVersionUID = 1;

    TroublePage() {
        addClassNames("door", "trouble");
    }

    final void say(String heading, String... sentences) {
        removeAll();
        var text = new Div(new H1(heading));
        text.addClassName("panel");
        for (String sentence : sentences) {
            text.add(new Paragraph(sentence));
        }
        text.add(new Anchor("/", Texts.text("trouble.home")));
        add(new Main(new Brand(), text));
    }
}
