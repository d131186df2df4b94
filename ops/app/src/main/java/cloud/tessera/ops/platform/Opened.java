package cloud.tessera.ops.platform;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command has opened so far, closed in reverse order and once: by the command when it ends, or by a signal in the
 * midst of whatever it does. PostgreSQL and the processes of claims are programs of their own, which would go on else.
 */
public final class Opened implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

    private final Deque<AutoCloseable> things = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean closing;

    /** Closed at the latest when the process ends, for which {@code SIGTERM} and Ctrl-C are enough. */
    public static Opened untilTheProcessEnds() {
        var opened = new Opened();
        Runtime.getRuntime().addShutdownHook(new Thread(opened::close, "stop"));
        return opened;
    }

    /**
     * Opens something. A close that comes meanwhile waits, so that what is half open is not left behind.
     *
     * @throws IllegalStateException if all was closed before
     */
    public synchronized <T extends AutoCloseable> T open(Supplier<T> opening) {
        if (closing) {
            throw new IllegalStateException("Nothing is opened any more: it has been told to stop");
        }
        T thing = opening.get();
        things.push(thing);
        return thing;
    }

    /** What was opened here stays open when the rest is closed. */
    public synchronized void leaveOpen(AutoCloseable thing) {
        things.remove(thing);
    }

    /** Whether it was told to stop: then failures of what was under way are no defects. */
    public boolean isClosing() {
        return closing;
    }

    /** Waits until all is closed. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    @Override
    public synchronized void close() {
        closing = true;
        while (!things.isEmpty()) {
            AutoCloseable thing = things.pop();
            try {
                thing.close();
            } catch (Exception e) {
                LOG.error("{} did not close in good order", thing.getClass().getSimpleName(), e);
            }
        }
        closed.countDown();
    }
}
