package cloud.tessera.portal.visit;

import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch: reads every so often, and shows each value that is not the one before.
 *
 * @param stopping whether the platform stops, so that what cannot be read any more is no fault
 */
record Watch<T>(UI ui, Duration every, Supplier<T> read, Consumer<T> show, BooleanSupplier stopping) {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** Goes on until its thread is interrupted, its page is gone, its visit has ended, or the platform stops. */
    void follow(T first) {
        T shown = first;
        while (!Thread.currentThread().isInterrupted() && !stopping.getAsBoolean()) {
            try {
                Thread.sleep(every);
                T now = read.get();
                if (!Objects.equals(now, shown)) {
                    var _ = ui.access(() -> show.accept(now));
                    shown = now;
                }
            } catch (InterruptedException | UIDetachedException left) {
                return;
            } catch (Refused refused) {
                if (refused.refusal().kind() == Refusal.Kind.UNAUTHENTICATED) {
                    toTheDoor();
                    return;
                }
                LOG.debug("What is watched is refused now: {}", refused.getMessage());
            } catch (RuntimeException fault) {
                if (stopping.getAsBoolean()) {
                    return;
                }
                LOG.warn("What is watched could not be read; it is tried again", fault);
            }
        }
    }

    private void toTheDoor() {
        try {
            var _ = ui.access(() -> ui.getPage().setLocation("/sign-in"));
        } catch (UIDetachedException left) {
            LOG.debug("The page is gone already");
        }
    }
}
