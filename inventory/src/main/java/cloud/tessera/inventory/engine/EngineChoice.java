package cloud.tessera.inventory.engine;

import java.util.List;

/** Which engine runs what. The choice is stored with the run, so that it is made once. */
public interface EngineChoice {
    /** The engine for a task that has not run yet. Must not block. */
    Engine choose(Task task);

    /** The engine of a run that was chosen earlier. */
    Engine named(String name);

    /** What can be started. */
    List<Image> images();
}
