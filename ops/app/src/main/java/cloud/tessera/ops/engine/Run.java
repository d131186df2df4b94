package cloud.tessera.ops.engine;

import cloud.tessera.inventory.engine.Task;
import java.util.UUID;

/** One attempt at the work of one claim: what an engine knows a task by. */
record Run(UUID claim, int attempt) {
    static Run of(Task task) {
        return new Run(task.claim(), task.attempt());
    }

    @Override
    public String toString() {
        return claim + "-" + attempt;
    }
}
