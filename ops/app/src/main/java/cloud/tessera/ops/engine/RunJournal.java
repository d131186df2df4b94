package cloud.tessera.ops.engine;

import cloud.tessera.inventory.engine.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happened to the runs of an engine, kept in a file so that a meter is right after a crash. A line is written
 * before it is believed; a last line that a crash has cut off is ignored. Runs that ended long ago are forgotten.
 */
final class RunJournal {
    /** Readings may be asked for again this long after a run has ended. */
    private static final Duration KEPT = Duration.ofDays(100);

    private final Path file;
    private final Set<OpenOption> options;
    private final Map<Run, List<Event>> runs = new ConcurrentHashMap<>();

    private RunJournal(Path file, Set<OpenOption> options) {
        this.file = file;
        this.options = options;
    }

    /**
     * Opens a journal, which begins empty.
     *
     * @param durable whether a line is on the disk before it is believed, as what the database knows of the run is
     */
    static RunJournal open(Path file, Instant now, boolean durable) {
        var journal = new RunJournal(
                file,
                durable
                        ? Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DSYNC)
                        : Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(journal::read);
                journal.forgetBefore(now.minus(KEPT));
                journal.rewrite();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The journal of an engine cannot be read: " + file, e);
        }
        return journal;
    }

    private void read(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 5 || !words[4].equals(".")) {
            return;
        }
        var run = new Run(UUID.fromString(words[0]), Integer.parseInt(words[1]));
        remember(run, new Event(Event.Kind.valueOf(words[2]), Instant.parse(words[3])));
    }

    private void forgetBefore(Instant horizon) {
        runs.values().removeIf(events -> {
            Event last = events.getLast();
            return last.kind() == Event.Kind.STOPPED && last.at().isBefore(horizon);
        });
    }

    private void rewrite() throws IOException {
        var text = new StringBuilder();
        runs.forEach((run, events) -> events.forEach(event -> text.append(line(run, event))));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        write(fresh, text.toString(), StandardOpenOption.TRUNCATE_EXISTING);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(Path to, String text, OpenOption how) throws IOException {
        var all = new HashSet<>(options);
        all.add(how);
        Files.writeString(to, text, all.toArray(OpenOption[]::new));
    }

    private static String line(Run run, Event event) {
        return run.claim() + " " + run.attempt() + " " + event.kind() + " " + event.at() + " .\n";
    }

    private void remember(Run run, Event event) {
        runs.merge(run, List.of(event), (before, added) -> {
            var all = new ArrayList<>(before);
            all.addAll(added);
            return List.copyOf(all);
        });
    }

    /** Notes an event of a run. */
    synchronized void note(Run run, Event.Kind kind, Instant at) {
        var event = new Event(kind, at);
        try {
            write(file, line(run, event), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("The journal of an engine cannot be written: " + file, e);
        }
        remember(run, event);
    }

    /** What happened to a run so far, in order. */
    List<Event> of(Run run) {
        return runs.getOrDefault(run, List.of());
    }

    /** When something happened to a run first. */
    Optional<Instant> first(Run run, Event.Kind kind) {
        return of(run).stream().filter(e -> e.kind() == kind).map(Event::at).findFirst();
    }

    /** Whether a run was started and not stopped. */
    boolean open(Run run) {
        List<Event> events = of(run);
        return !events.isEmpty() && events.getLast().kind() != Event.Kind.STOPPED;
    }

    /** The runs that were started and not stopped. */
    List<Run> open() {
        return runs.keySet().stream().filter(this::open).toList();
    }

    /** The stretches between READY and what ended it, as far as they lie within {@code [from, to)}. */
    List<Span> spans(Run run, Instant from, Instant to, Instant now) {
        List<Span> spans = new ArrayList<>();
        Instant since = null;
        for (Event event : of(run)) {
            if (event.kind() == Event.Kind.READY) {
                since = since == null ? event.at() : since;
            } else if (since != null) {
                clip(since, event.at(), from, to).ifPresent(spans::add);
                since = null;
            }
        }
        if (since != null) {
            clip(since, now, from, to).ifPresent(spans::add);
        }
        return spans;
    }

    /** The part of {@code [start, end)} that lies within {@code [from, to)}. */
    static Optional<Span> clip(Instant start, Instant end, Instant from, Instant to) {
        Instant begin = start.isAfter(from) ? start : from;
        Instant until = end.isBefore(to) ? end : to;
        return begin.isBefore(until) ? Optional.of(new Span(begin, until)) : Optional.empty();
    }
}
