package cloud.tessera.portal.visit;

import cloud.tessera.quota.term.Caller;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.shared.Registration;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.ShutdownEvent;
import jakarta.inject.Singleton;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/** Keeps a part of a page up to date while somebody looks at it: reads now and then, and pushes what has changed. */
@Singleton
public class Watching implements ApplicationEventListener<ShutdownEvent> {
    private final Visits visits;
    private volatile boolean stopping;

    Watching(Visits visits) {
        this.visits = visits;
    }

    /** From now on what is read may be gone at any moment, and is no fault then. */
    @Override
    public void onApplicationEvent(ShutdownEvent event) {
        stopping = true;
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
            var watch = new Watch<>(ui, every, () -> read.apply(visits.callerOf(visit)), show, () -> stopping);
            Thread thread = Thread.ofVirtual().name("watch").start(() -> watch.follow(first));
            part.addDetachListener(detached -> {
                detached.unregisterListener();
                thread.interrupt();
            });
        });
        ComponentUtil.setData(part, Followed.class, new Followed(attaching));
    }

    /** How a part is told that it is looked at. */
    private record Followed(Registration attaching) implements Serializable {}
}
