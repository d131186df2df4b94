package cloud.tessera.portal.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JavaScript;
import java.time.Duration;

/** Time that runs out, counted in the browser. */
@Tag("tessera-countdown")
@JavaScript("context://portal/tessera.js")
public final class Countdown extends Component {
    private static final long serialVersionUID = 1;

    /** It has run out. */
    @DomEvent("countdown-over")
    public static final class Over extends ComponentEvent<Countdown> {
        private static final long serialVersionUID = 1;

        public Over(Countdown source, boolean fromClient) {
            super(source, fromClient);
        }
    }

    public Countdown(Duration left, Runnable over) {
        getElement().setAttribute("seconds", String.valueOf(Math.max(0, left.toSeconds())));
        getElement().setAttribute("role", "timer");
        addListener(Over.class, e -> over.run());
    }
}
