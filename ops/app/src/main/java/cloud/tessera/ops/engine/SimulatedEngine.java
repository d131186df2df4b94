package cloud.tessera.ops.engine;

import cloud.tessera.inventory.engine.Engine;
import cloud.tessera.inventory.engine.Observation;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.inventory.engine.Span;
import cloud.tessera.inventory.engine.Task;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Runs nothing, and behaves like something that does: ready after some seconds, out of order now and then, with readings
 * and a curve of use. All of it follows from the seed, the claim and the attempt, so a demonstration repeats exactly;
 * only when a run was started and stopped is kept.
 */
final class SimulatedEngine implements Engine {
    static final String NAME = "simulated";

    /** One start in this many ends with a host that does not pass its check. */
    private static final int STARTS_PER_FAILURE = 50;
    /** One run in this many meets a broken card, at some time in its first two weeks. */
    private static final int RUNS_PER_FAILURE = 200;

    private static final Duration TWO_WEEKS = Duration.ofDays(14);

    private final Clock clock;
    private final long seed;
    private final RunJournal journal;

    SimulatedEngine(Clock clock, long seed, Path directory, boolean durable) {
        this.clock = clock;
        this.seed = seed;
        this.journal = RunJournal.open(directory.resolve("simulated.journal"), clock.instant(), durable);
    }

    /**
     * What will become of a run.
     *
     * @param readyAfter time from start to ready, in whole seconds
     * @param brokenOnStart whether it fails instead of getting ready
     * @param breaksAfter time from ready to a broken card; empty where none breaks
     */
    private record Fate(Duration readyAfter, boolean brokenOnStart, Optional<Duration> breaksAfter) {}

    private Fate fate(Run run) {
        SplittableRandom random = random(run, 0);
        Duration readyAfter = Duration.ofSeconds(random.nextInt(3, 13));
        boolean brokenOnStart = random.nextInt(STARTS_PER_FAILURE) == 0;
        boolean breaks = random.nextInt(RUNS_PER_FAILURE) == 0;
        Duration after = Duration.ofSeconds(random.nextLong(600, TWO_WEEKS.toSeconds()));
        return new Fate(readyAfter, brokenOnStart, breaks ? Optional.of(after) : Optional.empty());
    }

    private SplittableRandom random(Run run, long salt) {
        long mixed = seed;
        for (long part : new long[] {
            run.claim().getMostSignificantBits(), run.claim().getLeastSignificantBits(), run.attempt(), salt
        }) {
            mixed = (mixed ^ part) * 0x9E37_79B9_7F4A_7C15L;
            mixed ^= mixed >>> 32;
        }
        return new SplittableRandom(mixed);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void prepare(Task task) {
        // The image is imagined too.
    }

    @Override
    public void start(Task task) {
        Run run = Run.of(task);
        if (journal.of(run).isEmpty()) {
            journal.note(run, Event.Kind.STARTED, wholeSecond(clock.instant()));
        }
    }

    /** Readings are in whole seconds, and a second that had begun before the start is not charged. */
    private static Instant wholeSecond(Instant instant) {
        Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(instant) ? second : second.plusSeconds(1);
    }

    @Override
    public Observation observe(Task task) {
        Run run = Run.of(task);
        if (!journal.open(run)) {
            return new Observation.Gone();
        }
        Fate fate = fate(run);
        Instant now = clock.instant();
        Instant ready = ready(run, fate);
        if (now.isBefore(ready)) {
            return new Observation.Starting(ready);
        }
        if (fate.brokenOnStart()) {
            return new Observation.Failed(ready, "The host did not pass its health check.", true);
        }
        Instant breaks = fate.breaksAfter().map(ready::plus).orElse(null);
        if (breaks != null && !now.isBefore(breaks)) {
            return new Observation.Failed(breaks, "A card reported memory errors that cannot be corrected.", true);
        }
        return new Observation.Ready(ready, "http://" + run + ".simulated.invalid/", token(run), breaks);
    }

    private Instant ready(Run run, Fate fate) {
        return journal.first(run, Event.Kind.STARTED).orElseThrow().plus(fate.readyAfter());
    }

    private String token(Run run) {
        SplittableRandom random = random(run, 1);
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void stop(Task task) {
        Run run = Run.of(task);
        if (journal.open(run)) {
            journal.note(run, Event.Kind.STOPPED, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        }
    }

    @Override
    public List<Span> readings(Task task, Instant from, Instant to) {
        Run run = Run.of(task);
        if (journal.of(run).isEmpty()) {
            return List.of();
        }
        Fate fate = fate(run);
        if (fate.brokenOnStart()) {
            return List.of();
        }
        Instant ready = ready(run, fate);
        Instant end = journal.first(run, Event.Kind.STOPPED)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
        Instant breaks = fate.breaksAfter().map(ready::plus).orElse(end);
        return RunJournal.clip(ready, breaks.isBefore(end) ? breaks : end, from, to).stream()
                .toList();
    }

    @Override
    public Optional<Sample> utilisation(Task task, Instant at) {
        Run run = Run.of(task);
        if (readings(task, at.minusSeconds(1), at).isEmpty()) {
            return Optional.empty();
        }
        SplittableRandom random = random(run, at.getEpochSecond() / 60);
        int busy = task.workload() == Workload.TRAINING ? training(random) : inference(random, at);
        int memory = 550 + random(run, 2).nextInt(350) + random.nextInt(20);
        return Optional.of(new Sample(at, perMille(busy), perMille(memory)));
    }

    /** Nearly full, with a dip where a checkpoint is written. */
    private static int training(SplittableRandom random) {
        return random.nextInt(12) == 0 ? random.nextInt(150, 400) : random.nextInt(860, 990);
    }

    /** Up and down with the day: least at four in the morning UTC, most twelve hours later. */
    private static int inference(SplittableRandom random, Instant at) {
        var time = at.atOffset(ZoneOffset.UTC);
        int minutes = (time.getHour() * 60 + time.getMinute() + 20 * 60) % (24 * 60);
        int share = minutes < 720 ? minutes : 1440 - minutes;
        return 150 + share * 600 / 720 + random.nextInt(120);
    }

    private static BigDecimal perMille(int thousandths) {
        return BigDecimal.valueOf(Math.min(thousandths, 1000), 3);
    }
}
