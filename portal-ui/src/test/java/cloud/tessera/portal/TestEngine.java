package cloud.tessera.portal;

import cloud.tessera.inventory.engine.Engine;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Image;
import cloud.tessera.inventory.engine.Observation;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.inventory.engine.Span;
import cloud.tessera.inventory.engine.Task;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** An engine that is ready the moment it starts, keeps a meter, and is always as busy as before. */
final class TestEngine implements Engine, EngineChoice {
    /** Work whose name begins so is at an address at which nothing answers. */
    static final String PRETENDED = "Pretended";

    /** Work whose name begins so is nothing of which it could be told how busy it is. */
    static final String PROCESS = "Process";

    private final Clock clock;
    private final Map<Run, Times> runs = new ConcurrentHashMap<>();

    private record Run(UUID claim, int attempt) {
        static Run of(Task task) {
            return new Run(task.claim(), task.attempt());
        }
    }

    private record Times(Instant from, Instant until) {}

    TestEngine(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public void prepare(Task task) {}

    @Override
    public void start(Task task) {
        runs.putIfAbsent(Run.of(task), new Times(clock.instant(), Instant.MAX));
    }

    @Override
    public Observation observe(Task task) {
        Times times = runs.get(Run.of(task));
        if (times == null || !times.until().equals(Instant.MAX)) {
            return new Observation.Gone();
        }
        String id = task.claim().toString();
        String address =
                task.name().startsWith(PRETENDED) ? "http://" + id + ".simulated.invalid/" : "http://127.0.0.1:9/" + id;
        return new Observation.Ready(times.from(), address, "tok-" + id.substring(id.length() - 12), null);
    }

    @Override
    public void stop(Task task) {
        runs.computeIfPresent(
                Run.of(task),
                (run, times) -> times.until().equals(Instant.MAX) ? new Times(times.from(), clock.instant()) : times);
    }

    @Override
    public List<Span> readings(Task task, Instant from, Instant to) {
        Times times = runs.get(Run.of(task));
        if (times == null) {
            return List.of();
        }
        Instant begin = times.from().isAfter(from) ? times.from() : from;
        Instant end = times.until().isBefore(to) ? times.until() : to;
        return begin.isBefore(end) ? List.of(new Span(begin, end)) : List.of();
    }

    @Override
    public Optional<Sample> utilisation(Task task, Instant at) {
        if (task.name().startsWith(PROCESS)) {
            return Optional.empty();
        }
        int minute = (int) (at.getEpochSecond() / 60 % 20);
        BigDecimal busy = BigDecimal.valueOf(600 + 15L * Math.abs(10 - minute), 3);
        return Optional.of(new Sample(at, busy, new BigDecimal("0.420")));
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
        return List.of(
                new Image("echo", "Answers with the devices that it was given."),
                new Image("notebook", "A notebook with the usual tools."));
    }
}
