package cloud.tessera.api;

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

/** An engine whose work is ready when it is started and runs until it is stopped, by the clock of the test. */
final class InstantEngine implements Engine, EngineChoice {
    static final String IMAGE = "hello";

    private final Clock clock;
    private final Map<UUID, Instant> started = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> stopped = new ConcurrentHashMap<>();

    InstantEngine(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "instant";
    }

    @Override
    public void prepare(Task task) {}

    @Override
    public void start(Task task) {
        started.putIfAbsent(task.claim(), clock.instant());
    }

    @Override
    public Observation observe(Task task) {
        Instant since = started.get(task.claim());
        if (since == null || stopped.containsKey(task.claim())) {
            return new Observation.Gone();
        }
        return new Observation.Ready(since, "http://127.0.0.1:1/" + task.name(), "token-of-" + task.claim(), null);
    }

    @Override
    public void stop(Task task) {
        stopped.putIfAbsent(task.claim(), clock.instant());
    }

    @Override
    public List<Span> readings(Task task, Instant from, Instant to) {
        Instant since = started.get(task.claim());
        if (since == null) {
            return List.of();
        }
        Instant start = since.isAfter(from) ? since : from;
        Instant now = clock.instant();
        Instant end = stopped.getOrDefault(task.claim(), now.isBefore(to) ? now : to);
        Instant last = end.isBefore(to) ? end : to;
        return start.isBefore(last) ? List.of(new Span(start, last)) : List.of();
    }

    @Override
    public Optional<Sample> utilisation(Task task, Instant at) {
        return Optional.of(new Sample(at, new BigDecimal("0.500"), new BigDecimal("0.250")));
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
        return List.of(new Image(IMAGE, "Says hello."));
    }
}
