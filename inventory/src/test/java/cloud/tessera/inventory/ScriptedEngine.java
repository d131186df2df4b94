package cloud.tessera.inventory;

import cloud.tessera.inventory.engine.Engine;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Image;
import cloud.tessera.inventory.engine.Observation;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.inventory.engine.Span;
import cloud.tessera.inventory.engine.Task;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An engine that runs by the clock of the test and does what it is told beforehand: how long each start takes and whether
 * and when it fails. What it is not told about is ready after ten seconds and runs until it is stopped.
 */
public final class ScriptedEngine implements Engine, EngineChoice {
    public static final String IMAGE = "hello";

    /**
     * What a start leads to.
     *
     * @param ready after so long; null: never
     * @param fails so long after the start; null: never
     */
    public record Outcome(
            @Nullable Duration ready, @Nullable Duration fails, boolean ours) {
        public static Outcome readyAfter(Duration time) {
            return new Outcome(time, null, true);
        }

        public static Outcome failingAfter(Duration time) {
            return new Outcome(null, time, true);
        }

        public static Outcome readyAndFailing(Duration ready, Duration fails) {
            return new Outcome(ready, fails, true);
        }
    }

    private record Key(UUID claim, int attempt) {}

    private static final class Running {
        final Instant started;
        final Outcome outcome;

        @Nullable
        Instant stopped;

        Running(Instant started, Outcome outcome) {
            this.started = started;
            this.outcome = outcome;
        }

        @Nullable
        Instant ready() {
            return outcome.ready() == null ? null : started.plus(outcome.ready());
        }

        @Nullable
        Instant failed() {
            return outcome.fails() == null ? null : started.plus(outcome.fails());
        }
    }

    private final Deque<Outcome> script = new ArrayDeque<>();
    private final Map<Key, Running> running = new HashMap<>();
    private final List<Task> started = new ArrayList<>();
    private @Nullable Clock clock;
    private boolean reachable = true;
    private boolean stops = true;
    private @Nullable Runnable meanwhile;

    void clock(Clock of) {
        clock = of;
    }

    private Instant now() {
        return Objects.requireNonNull(clock).instant();
    }

    /** What the next starts lead to, in order. */
    public synchronized void next(Outcome... outcomes) {
        script.addAll(List.of(outcomes));
    }

    /** Whether the engine answers. */
    public synchronized void reachable(boolean is) {
        reachable = is;
    }

    /** Whether it can be told to stop anything. */
    public synchronized void stops(boolean can) {
        stops = can;
    }

    /** What happens, once, between its next observation and whoever asked for it. */
    public synchronized void meanwhile(Runnable work) {
        meanwhile = work;
    }

    /** The attempts of a claim that were started and not stopped. */
    public synchronized List<Integer> running(UUID claim) {
        return running.entrySet().stream()
                .filter(each -> each.getKey().claim().equals(claim) && each.getValue().stopped == null)
                .map(each -> each.getKey().attempt())
                .sorted()
                .toList();
    }

    /** Forgets everything that runs, as an engine whose process was killed. */
    public synchronized void crash() {
        running.clear();
    }

    /** Every start that was not a repetition. */
    public synchronized List<Task> started() {
        return List.copyOf(started);
    }

    /** Whether any attempt of the claim still runs. */
    public synchronized boolean runs(UUID claim) {
        return !running(claim).isEmpty();
    }

    @Override
    public String name() {
        return "scripted";
    }

    private void answer() {
        if (!reachable) {
            throw new IllegalStateException("The engine is out of reach");
        }
    }

    @Override
    public synchronized void prepare(Task task) {
        answer();
    }

    @Override
    public synchronized void start(Task task) {
        answer();
        running.computeIfAbsent(new Key(task.claim(), task.attempt()), _ -> {
            started.add(task);
            Outcome outcome = script.isEmpty() ? Outcome.readyAfter(Duration.ofSeconds(10)) : script.removeFirst();
            return new Running(now(), outcome);
        });
    }

    @Override
    public synchronized Observation observe(Task task) {
        answer();
        Observation seen = look(task);
        Runnable work = meanwhile;
        meanwhile = null;
        if (work != null) {
            work.run();
        }
        return seen;
    }

    private Observation look(Task task) {
        Running it = running.get(new Key(task.claim(), task.attempt()));
        if (it == null || it.stopped != null) {
            return new Observation.Gone();
        }
        Instant failed = it.failed();
        if (failed != null && !failed.isAfter(now())) {
            return new Observation.Failed(failed, "The device reported an error.", it.outcome.ours());
        }
        Instant ready = it.ready();
        if (ready != null && !ready.isAfter(now())) {
            return new Observation.Ready(ready, "http://node/" + task.claim(), "token-" + task.attempt(), failed);
        }
        return new Observation.Starting(ready == null ? failed : ready);
    }

    @Override
    public synchronized void stop(Task task) {
        answer();
        if (!stops) {
            throw new IllegalStateException("The engine cannot stop anything now");
        }
        Running it = running.get(new Key(task.claim(), task.attempt()));
        if (it != null && it.stopped == null) {
            it.stopped = now();
        }
    }

    @Override
    public synchronized List<Span> readings(Task task, Instant from, Instant to) {
        answer();
        Running it = running.get(new Key(task.claim(), task.attempt()));
        Instant ready = it == null ? null : it.ready();
        if (it == null || ready == null) {
            return List.of();
        }
        Instant end = to;
        for (Instant limit : new Instant[] {it.stopped, it.failed(), now()}) {
            end = limit != null && limit.isBefore(end) ? limit : end;
        }
        Instant start = ready.isAfter(from) ? ready : from;
        return start.isBefore(end) ? List.of(new Span(start, end)) : List.of();
    }

    @Override
    public synchronized Optional<Sample> utilisation(Task task, Instant at) {
        answer();
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
