package cloud.tessera.inventory.replan;

import com.google.ortools.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The solver's native library: loaded when it is first needed. Where it does not load, because there is none for this
 * system, its C library is another (musl) or the directory for temporary files forbids it, that is said once.
 */
final class Solver {
    /** A process loads a native library once, so there is one of these in it but for tests. */
    static final Solver OF_THIS_PROCESS = new Solver(Loader::loadNativeLibraries);

    private static final Logger LOG = LoggerFactory.getLogger(Solver.class);

    private enum State {
        UNKNOWN,
        LOADED,
        OFF
    }

    private final Runnable loader;
    private State state = State.UNKNOWN;

    /** @param loader throws what it likes where the library cannot be loaded */
    Solver(Runnable loader) {
        this.loader = loader;
    }

    /** Whether it is known not to run here. */
    synchronized boolean off() {
        return state == State.OFF;
    }

    /** Loads it where that was not tried yet; whether it runs here. */
    synchronized boolean runs() {
        if (state == State.UNKNOWN) {
            try {
                loader.run();
                state = State.LOADED;
            } catch (LinkageError | RuntimeException problem) {
                giveUp(problem);
            }
        }
        return state == State.LOADED;
    }

    /** Not to be tried again before the next start. */
    synchronized void giveUp(Throwable problem) {
        state = State.OFF;
        LOG.warn(
                "OR-Tools does not run on this machine ({}), so calendars are not packed again in the background;"
                        + " all else works",
                problem.toString());
    }
}
