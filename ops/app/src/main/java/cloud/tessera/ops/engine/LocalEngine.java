package cloud.tessera.ops.engine;

import cloud.tessera.inventory.engine.Engine;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Observation;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.inventory.engine.Span;
import cloud.tessera.inventory.engine.Task;
import cloud.tessera.quota.transaction.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Starts a real process on this machine for each run: the {@link LocalService}, from images that are built in and never
 * a command of a customer. A process that dies is started again on the same address with the same token, and the time
 * in between is not metered. After a crash of the platform the processes go on and are found again.
 */
final class LocalEngine implements Engine, AutoCloseable {
    static final String NAME = "local";
    static final String REPORT = "device-report";
    static final String ECHO = "echo";

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration CHECK = Duration.ofSeconds(30);
    private static final Duration RESTART = Duration.ofSeconds(10);
    /** A service that ends this often within ten minutes is given up. */
    private static final int MOST_ENDS = 20;

    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Clock clock;
    private final Path directory;
    private final RunJournal journal;
    private final ConcurrentHashMap<Run, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** What the report answers: who it is and what it was given. */
    private record Report(UUID claim, String name, String site, String image, String sku, List<Granted> devices) {}

    LocalEngine(Clock clock, Path directory, boolean durable) {
        this.clock = clock;
        this.directory = directory.resolve("local").toAbsolutePath();
        this.journal = RunJournal.open(directory.resolve("local.journal"), clock.instant(), durable);
        endStrays();
    }

    /** Ends processes whose run was stopped, as when the platform died between the note and the deed. */
    private void endStrays() {
        try {
            Files.createDirectories(directory);
            List<Path> found;
            try (var list = Files.list(directory)) {
                found = list.toList();
            }
            List<String> open = journal.open().stream().map(Run::toString).toList();
            for (Path each : found) {
                if (!open.contains(each.getFileName().toString())) {
                    new LocalProcess(each).cancel();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The directory of the local engine cannot be used: " + directory, e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Whose runs it has now. */
    Set<UUID> claims() {
        return journal.open().stream().map(Run::claim).collect(Collectors.toSet());
    }

    private LocalProcess process(Run run) {
        return new LocalProcess(directory.resolve(run.toString()));
    }

    @Override
    public void prepare(Task task) {
        // The images are part of the platform: nothing has to be brought here.
    }

    @Override
    public void start(Task task) {
        Run run = Run.of(task);
        alone(run, () -> {
            if (journal.of(run).isEmpty()) {
                // The note comes last: an order without one is cleared away, a note without one could not be started.
                order(task, process(run));
                journal.note(run, Event.Kind.STARTED, clock.instant());
            }
            if (journal.open(run) && process(run).handle().isEmpty()) {
                order(task, process(run));
                process(run).spawn(java());
            }
            return null;
        });
    }

    /** Writes the order unless it is there: a power cut may have taken it, or somebody who cleared the directory. */
    private static void order(Task task, LocalProcess process) throws IOException {
        if (!process.ordered()) {
            process.order(newToken(), task.image(), Json.write(report(task)));
        }
    }

    private static Report report(Task task) {
        return new Report(
                task.claim(),
                task.name(),
                task.site(),
                task.image(),
                task.shape().sku(),
                task.devices());
    }

    private static String newToken() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    @Override
    public Observation observe(Task task) {
        Run run = Run.of(task);
        return alone(run, () -> {
            if (!journal.open(run)) {
                return new Observation.Gone();
            }
            LocalProcess process = process(run);
            noteIfDown(run, process);
            if (process.handle().isEmpty() && !startAgain(task, run, process)) {
                return new Observation.Failed(clock.instant(), "The service ended again and again.", true);
            }
            Optional<String> address = process.answering();
            Instant now = clock.instant();
            if (address.isEmpty()) {
                return new Observation.Starting(now.plus(LOOK_AGAIN));
            }
            if (journal.of(run).getLast().kind() != Event.Kind.READY) {
                journal.note(run, Event.Kind.READY, nextSecond(now));
            }
            Instant ready = journal.first(run, Event.Kind.READY).orElseThrow();
            return new Observation.Ready(ready, address.get(), process.token(), now.plus(CHECK));
        });
    }

    private static Instant nextSecond(Instant instant) {
        Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(instant) ? second : second.plusSeconds(1);
    }

    /** A process that has died was ready until it was last seen alive; its time is told by the machine's clock. */
    private void noteIfDown(Run run, LocalProcess process) {
        List<Event> events = journal.of(run);
        if (events.getLast().kind() != Event.Kind.READY || process.handle().isPresent()) {
            return;
        }
        Instant since = events.getLast().at();
        Duration ahead = Duration.between(Instant.ofEpochMilli(System.currentTimeMillis()), clock.instant());
        Instant seen = process.lastAlive()
                .map(alive -> alive.plus(ahead).truncatedTo(ChronoUnit.SECONDS))
                .orElse(since);
        journal.note(run, Event.Kind.DOWN, seen.isBefore(since) ? since : seen);
    }

    /** A service that was ready is given some seconds to be so again, so that its owner hardly notices. */
    private boolean startAgain(Task task, Run run, LocalProcess process) throws IOException, InterruptedException {
        Instant lately = clock.instant().minus(LATELY);
        long ends = journal.of(run).stream()
                .filter(e -> e.kind() == Event.Kind.DOWN && e.at().isAfter(lately))
                .count();
        if (ends >= MOST_ENDS) {
            return false;
        }
        order(task, process);
        process.spawn(java());
        if (journal.first(run, Event.Kind.READY).isPresent()) {
            long end = System.nanoTime() + RESTART.toNanos();
            while (process.answering().isEmpty() && System.nanoTime() < end) {
                Thread.sleep(50);
            }
        }
        return true;
    }

    @Override
    public void stop(Task task) {
        Run run = Run.of(task);
        alone(run, () -> {
            if (journal.open(run)) {
                noteIfDown(run, process(run));
                journal.note(run, Event.Kind.STOPPED, clock.instant().truncatedTo(ChronoUnit.SECONDS));
            }
            process(run).cancel();
            return null;
        });
        locks.remove(run);
    }

    @Override
    public List<Span> readings(Task task, Instant from, Instant to) {
        Run run = Run.of(task);
        return alone(run, () -> {
            if (journal.open(run)) {
                noteIfDown(run, process(run));
            }
            return journal.spans(run, from, to, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        });
    }

    /** No card is behind it, so how busy it is cannot be told. */
    @Override
    public Optional<Sample> utilisation(Task task, Instant at) {
        return Optional.empty();
    }

    /** Ends every process; the runs stay open, and the next start of the platform starts them again. */
    @Override
    public void close() {
        List<Run> open = journal.open();
        open.forEach(run -> process(run).askToEnd());
        for (Run run : open) {
            alone(run, () -> {
                LocalProcess process = process(run);
                process.end();
                noteIfDown(run, process);
                return null;
            });
        }
    }

    private interface Work<T extends @org.jspecify.annotations.Nullable Object> {
        T go() throws IOException, InterruptedException;
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T alone(Run run, Work<T> work) {
        ReentrantLock lock = locks.computeIfAbsent(run, _ -> new ReentrantLock());
        lock.lock();
        try {
            return work.go();
        } catch (IOException e) {
            throw new UncheckedIOException("The local engine could not do its work for " + run, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** A Java that takes as little as it can: the service needs some five megabytes. */
    private static List<String> java() {
        try {
            Path classes = Path.of(LocalService.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx16m",
                    "-Xss256k",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:ReservedCodeCacheSize=8m",
                    "-XX:-UsePerfData",
                    "-cp",
                    classes.toString()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Where our own classes lie cannot be told", e);
        }
    }
}
