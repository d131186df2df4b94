package cloud.tessera.portal.visit;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.shared.Registration;
import jakarta.inject.Singleton;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a part of a page up to date while somebody looks at it: reads now and then, and pushes what has changed. */
@Singleton
public class Watching {
    private static final Logger LOG = LoggerFactory.getLogger(Watching.class);
    private final Visits visits;

    Watching(Visits visits) {
        this.visits = visits;
    }

    /**
     * Reads at once and then every so often as the viewer, outside of the page's lock, and shows each value that is not
     * the one before. To be called before the part is put on its page; it takes the place of an earlier watch of the part.
     */
    public <T> void watch(Component part, Duration every, Function<Caller, T> read, Consumer<T> show) {
        Visit visit = visits.require();
        T first = read.apply(visits.callerOf(visit));
        show.accept(first);
        Followed before = ComponentUtil.getData(part, Followed.class);
        if (before != null) {
            before.attaching().remove();
        }
        Registration attaching = part.addAttachListener(attached -> {
            UI ui = attached.getUI();
            Thread thread = Thread.ofVirtual()
                    .name("watch")
                    .start(() -> follow(new Follow<>(ui, visit, every, read, show), first));
            part.addDetachListener(detached -> {
                detached.unregisterListener();
                thread.interrupt();
            });
        });
        ComponentUtil.setData(part, Followed.class, new Followed(attaching));
    }

    /** How a part is told that it is looked at. */
    private record Followed(Registration attaching) implements Serializable {}

    private record Follow<T>(UI ui, Visit visit, Duration every, Function<Caller, T> read, Consumer<T> show) {}

    private <T> void follow(Follow<T> follow, T first) {
        T shown = first;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(follow.every());
                T now = follow.read().apply(visits.callerOf(follow.visit()));
                if (!Objects.equals(now, shown)) {
                    var _ = follow.ui().access(() -> follow.show().accept(now));
                    shown = now;
                }
            } catch (InterruptedException | UIDetachedException left) {
                return;
            } catch (Refused refused) {
                if (refused.refusal().kind() == Refusal.Kind.UNAUTHENTICATED) {
                    toTheDoor(follow.ui());
                    return;
                }
                LOG.debug("What is watched is refused now: {}", refused.getMessage());
            } catch (RuntimeException fault) {
                LOG.warn("What is watched could not be read; it is tried again", fault);
            }
        }
    }

    private static void toTheDoor(UI ui) {
        try {
            var _ = ui.access(() -> ui.getPage().setLocation("/sign-in"));
        } catch (UIDetachedException left) {
            LOG.debug("The page is gone already");
        }
    }
}
