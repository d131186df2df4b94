package cloud.tessera.inventory.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What runs the work of claims on their devices. Every method is idempotent for the same task (claim and attempt): after
 * a crash the life cycle calls them again. None is called inside a database transaction. An engine that cannot be reached
 * throws; the life cycle asks again later.
 */
public interface Engine {
    /** Stored with each run; never changes. */
    String name();

    /** Brings the image to the devices. */
    void prepare(Task task);

    /** Starts the work, or does nothing where it runs already. */
    void start(Task task);

    /** How the task is now. */
    Observation observe(Task task);

    /** Stops the work and gives the devices back; does nothing where it does not run. */
    void stop(Task task);

    /**
     * When the task ran ready for use within {@code [from, to)}, ascending and without overlaps. The engine keeps this
     * after the task was stopped, and across its own restarts, as a meter would.
     */
    List<Span> readings(Task task, Instant from, Instant to);

    /** How busy the devices of a running task are; empty where the engine cannot tell. */
    Optional<Sample> utilisation(Task task, Instant at);
}
