package cloud.tessera.ops.replay;

import cloud.tessera.inventory.engine.Engine;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Image;
import cloud.tessera.inventory.engine.Observation;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.inventory.engine.Span;
import cloud.tessera.inventory.engine.Task;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a replay: work is ready in the second in which it is started, never fails, and stops in the second in
 * which it is told to. A trace says when its pods ran, so what is metered is exactly that. It remembers its runs for as
 * long as the process lives, which a replay does not outlast.
 */
public final class ReadyAtOnce implements Engine, EngineChoice {
    /** The one image that it has. */
    public static final String IMAGE = "trace";

    private final Clock clock;
    private final Map<Run, Stretch> runs = new ConcurrentHashMap<>();

    private record Run(UUID claim, int attempt) {}

    private record Stretch(Instant from, @Nullable Instant to) {}

    public ReadyAtOnce(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public void prepare(Task task) {}

    @Override
    public void start(Task task) {
        runs.putIfAbsent(run(task), new Stretch(clock.instant(), null));
    }

    @Override
    public Observation observe(Task task) {
        Stretch stretch = runs.get(run(task));
        return stretch == null || stretch.to() != null
                ? new Observation.Gone()
                : new Observation.Ready(stretch.from(), "http://replay.invalid/" + task.claim(), "none", null);
    }

    @Override
    public void stop(Task task) {
        runs.computeIfPresent(
                run(task),
                (_, stretch) -> stretch.to() == null ? new Stretch(stretch.from(), clock.instant()) : stretch);
    }

    @Override
    public List<Span> readings(Task task, Instant from, Instant to) {
        Stretch stretch = runs.get(run(task));
        if (stretch == null) {
            return List.of();
        }
        Instant begin = later(stretch.from(), from);
        Instant end = earlier(stretch.to() == null ? clock.instant() : stretch.to(), to);
        return begin.isBefore(end) ? List.of(new Span(begin, end)) : List.of();
    }

    /** A trace does not say how busy its cards were. */
    @Override
    public Optional<Sample> utilisation(Task task, Instant at) {
        return Optional.empty();
    }

    @Override
    public Engine choose(Task task) {
        return this;
    }

    @Override
    public Engine named(String name) {
        return this;
    }

    @Override
    public List<Image> images() {
        return List.of(new Image(IMAGE, "Stands for what a pod of the trace ran."));
    }

    private static Run run(Task task) {
        return new Run(task.claim(), task.attempt());
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
