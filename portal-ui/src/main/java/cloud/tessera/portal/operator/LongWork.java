package cloud.tessera.portal.operator;

import cloud.tessera.portal.part.Notes;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.portal.visit.Visit;
import cloud.tessera.portal.visit.Visits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Refused;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasEnabled;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a page shows that work goes on which may take a minute, and then what came of it. */
final class LongWork extends Div {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(LongWork.class);

    private final transient Visits visits;
    private final HasEnabled controls;
    private final Runnable after;
    private final Div told = new Div();
    private final ProgressBar busy = new ProgressBar();

    /**
     * @param controls what cannot be used meanwhile
     * @param after shows the page as it is then
     */
    LongWork(Visits visits, HasEnabled controls, Runnable after) {
        this.visits = visits;
        this.controls = controls;
        this.after = after;
        busy.setIndeterminate(true);
        busy.setVisible(false);
        busy.getElement().setAttribute("aria-label", Texts.text("work.busy"));
        told.setId("told");
        told.getElement().setAttribute("aria-live", "polite");
        add(busy, told);
    }

    /**
     * Works outside of the page's lock; the page shows that it goes on.
     *
     * @param work does it, and leaves what is to be told about it
     */
    void act(Function<Caller, Supplier<String>> work) {
        UI ui = UI.getCurrent();
        Visit visit = visits.require();
        told.removeAll();
        busy.setVisible(true);
        controls.setEnabled(false);
        Thread.ofVirtual().name("long-work").start(() -> {
            Supplier<Component> result = result(() -> work.apply(visits.callerOf(visit)));
            var _ = ui.access(() -> {
                busy.setVisible(false);
                controls.setEnabled(true);
                told.add(result.get());
                after.run();
            });
        });
    }

    private static Supplier<Component> result(Supplier<Supplier<String>> work) {
        try {
            Supplier<String> text = work.get();
            return () -> {
                var note = Notes.note(new Span(text.get()));
                note.addClassName("good");
                return note;
            };
        } catch (Refused refused) {
            return () -> Notes.refusal(refused.refusal(), other -> {});
        } catch (RuntimeException fault) {
            LOG.error("An operator's work failed", fault);
            return () -> Notes.note(new Span(Texts.text("trouble.fault.more")));
        }
    }
}
