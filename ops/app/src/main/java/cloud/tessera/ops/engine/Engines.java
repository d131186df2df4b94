package cloud.tessera.ops.engine;

import cloud.tessera.inventory.engine.Engine;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Image;
import cloud.tessera.inventory.engine.Task;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The engines of an installation on one machine: real processes for as many runs as it may have, simulated ones beyond.
 * What they keep lies in a directory of theirs.
 */
public final class Engines implements EngineChoice, AutoCloseable {
    private static final Duration PROMISE = Duration.ofMinutes(1);

    private final LocalEngine local;
    private final SimulatedEngine simulated;
    /**
     * Places given away by a choice whose run has not begun yet, with their ends by {@code nanoTime}; a booking that was
     * refused in the end never takes its place. Without them a burst of bookings would all find room.
     */
    private final Map<UUID, Long> promised = new HashMap<>();

    private volatile int mostLocal;

    /**
     * @param seed from which all follows that the simulated engine does
     * @param mostLocal how many runs may be real processes at once
     * @param durable whether what they note is on the disk before it is believed
     */
    public Engines(Clock clock, Path directory, long seed, int mostLocal, boolean durable) {
        this.local = new LocalEngine(clock, directory, durable);
        this.simulated = new SimulatedEngine(clock, seed, directory, durable);
        this.mostLocal = mostLocal;
    }

    /** Changes how many runs may be real processes; those that run go on. */
    public void allowLocal(int most) {
        mostLocal = most;
    }

    @Override
    public synchronized Engine choose(Task task) {
        long now = System.nanoTime();
        Set<UUID> taken = local.claims();
        promised.keySet().removeAll(taken);
        promised.values().removeIf(end -> now - end >= 0);
        taken.addAll(promised.keySet());
        taken.remove(task.claim());
        if (taken.size() >= mostLocal) {
            return simulated;
        }
        promised.put(task.claim(), now + PROMISE.toNanos());
        return local;
    }

    @Override
    public Engine named(String name) {
        return switch (name) {
            case LocalEngine.NAME -> local;
            case SimulatedEngine.NAME -> simulated;
            default -> throw new IllegalArgumentException("There is no engine called " + name);
        };
    }

    @Override
    public List<Image> images() {
        return List.of(
                new Image(LocalEngine.REPORT, "Answers GET with the devices that were granted to it."),
                new Image(LocalEngine.ECHO, "As device-report, and answers POST with what was sent, up to 64 KB."));
    }

    /** Ends the processes of this machine; their runs go on at the next start. */
    @Override
    public void close() {
        local.close();
    }
}
