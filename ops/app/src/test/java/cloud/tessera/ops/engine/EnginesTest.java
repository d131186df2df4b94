package cloud.tessera.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.inventory.engine.Engine;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Observation;
import cloud.tessera.inventory.engine.Span;
import cloud.tessera.inventory.engine.Task;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.MovableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir
    Path directory;

    private final List<Engines> opened = new ArrayList<>();

    @AfterEach
    void stopProcesses() {
        opened.forEach(Engines::close);
    }

    @Test
    void the_first_runs_are_real_processes_and_the_others_are_simulated() {
        Engines engines = open(Clock.systemUTC(), 1);
        Task first = task(1);
        Engine local = engines.choose(first);
        assertThat(local.name()).isEqualTo("local");
        assertThat(engines.choose(task(2)).name())
                .as("while the first has not begun")
                .isEqualTo("simulated");
        assertThat(engines.choose(first).name()).as("asked again").isEqualTo("local");
        local.start(first);
        assertThat(engines.choose(task(2)).name()).isEqualTo("simulated");
        local.stop(first);
        assertThat(engines.choose(task(2)).name()).isEqualTo("local");
    }

    @Test
    void a_real_process_answers_who_shows_the_token_with_the_devices_of_the_claim() throws Exception {
        Engine engine = open(Clock.systemUTC(), 1).named("local");
        Task task = task(1);
        engine.prepare(task);
        engine.start(task);
        engine.start(task);
        Observation.Ready ready = readiness(engine, task);

        HttpResponse<String> answer = get(ready.address(), ready.token());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"device\":7", "\"host\":\"gpu-01\"", "\"slotStart\":0", "\"slotEnd\":2");
        assertThat(get(ready.address(), "guess").statusCode()).isEqualTo(401);

        engine.stop(task);
        engine.stop(task);
        assertThat(engine.observe(task)).isEqualTo(new Observation.Gone());
        assertThat(processes()).isEmpty();
        assertThat(directory.resolve("local/" + Run.of(task))).doesNotExist();
    }

    @Test
    void after_a_crash_of_the_platform_the_process_is_found_again() throws Exception {
        Task task = task(1);
        Engine before = open(Clock.systemUTC(), 1).named("local");
        before.start(task);
        Observation.Ready ready = readiness(before, task);
        List<Long> process = processes();

        Engine after = open(Clock.systemUTC(), 1).named("local");
        after.start(task);
        assertThat(readiness(after, task).address()).isEqualTo(ready.address());
        assertThat(processes()).isEqualTo(process).hasSize(1);
        after.stop(task);
    }

    @Test
    void a_start_that_broke_off_is_done_again() throws Exception {
        Task task = task(1);
        Path place = directory.resolve("local/" + Run.of(task));
        Engine engine = open(Clock.systemUTC(), 1).named("local");
        Files.writeString(place, "in the way");
        assertThatThrownBy(() -> engine.start(task)).isInstanceOf(UncheckedIOException.class);
        Files.delete(place);

        engine.start(task);
        readiness(engine, task);
        engine.stop(task);
    }

    @Test
    void an_order_that_was_lost_is_written_again() throws Exception {
        Task task = task(1);
        Path place = directory.resolve("local/" + Run.of(task));
        Engine engine = open(Clock.systemUTC(), 1).named("local");
        engine.start(task);
        readiness(engine, task);
        engines().close(); // as a power cut would end it
        try (var files = Files.list(place)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(place);

        Engine after = open(Clock.systemUTC(), 1).named("local");
        Observation.Ready ready = readiness(after, task);
        assertThat(get(ready.address(), ready.token()).statusCode()).isEqualTo(200);
        after.stop(task);
    }

    private Engines engines() {
        return opened.getLast();
    }

    @Test
    void a_process_that_dies_comes_back_at_its_address_and_the_gap_is_not_metered() throws Exception {
        Task task = task(1);
        Engine engine = open(Clock.systemUTC(), 1).named("local");
        engine.start(task);
        Observation.Ready ready = readiness(engine, task);
        ProcessHandle process = ProcessHandle.of(processes().getFirst()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
        Thread.sleep(2500);

        Observation.Ready again = readiness(engine, task);
        assertThat(again.address()).isEqualTo(ready.address());
        assertThat(again.token()).isEqualTo(ready.token());
        engine.stop(task);
        List<Span> spans =
                engine.readings(task, ready.at().minusSeconds(60), ready.at().plusSeconds(600));
        long seconds = spans.stream()
                .mapToLong(s -> Duration.between(s.from(), s.to()).toSeconds())
                .sum();
        assertThat(seconds)
                .isLessThan(Duration.between(ready.at(), Instant.now()).toSeconds());
    }

    @Test
    void a_number_that_belongs_to_another_program_now_is_left_alone() throws Exception {
        Task task = task(1);
        Engine engine = open(Clock.systemUTC(), 1).named("local");
        engine.start(task);
        readiness(engine, task);
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Path file = directory.resolve("local/" + Run.of(task)).resolve(LocalService.PROCESS);
            Files.writeString(file, stranger.pid() + " " + NOON);
            engine.stop(task);
            assertThat(stranger.isAlive()).isTrue();
            // The service itself sees that its order is gone.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> processes().isEmpty());
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void a_stop_of_the_platform_ends_the_processes_and_a_start_brings_them_back() throws Exception {
        Task task = task(1);
        Engines before = open(Clock.systemUTC(), 1);
        before.named("local").start(task);
        Observation.Ready ready = readiness(before.named("local"), task);
        before.close();
        assertThat(processes()).isEmpty();

        Engine after = open(Clock.systemUTC(), 1).named("local");
        assertThat(readiness(after, task).address()).isEqualTo(ready.address());
        after.stop(task);
    }

    @Test
    void what_is_simulated_follows_from_seed_claim_and_attempt_alone() {
        List<Observation> first = simulate(directory.resolve("a"));
        List<Observation> second = simulate(directory.resolve("b"));
        assertThat(second).isEqualTo(first);
        assertThat(first).hasAtLeastOneElementOfType(Observation.Ready.class);
        assertThat(first).hasAtLeastOneElementOfType(Observation.Failed.class);
    }

    private List<Observation> simulate(Path where) {
        MovableClock clock = MovableClock.standingAt(NOON);
        var engine = new SimulatedEngine(clock, 42, where, true);
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            tasks.add(task(i));
            engine.start(tasks.getLast());
        }
        clock.moveTo(NOON.plusSeconds(3600));
        return tasks.stream().map(engine::observe).toList();
    }

    @Test
    void a_simulated_run_is_metered_from_ready_to_stop_also_after_a_restart() {
        MovableClock clock = MovableClock.standingAt(NOON);
        Task task = healthy(clock);
        var before = new SimulatedEngine(clock, 42, directory, true);
        before.start(task);
        assertThat(before.observe(task)).isInstanceOf(Observation.Starting.class);
        clock.moveTo(NOON.plusSeconds(20));
        Instant ready = ((Observation.Ready) before.observe(task)).at();
        clock.moveTo(NOON.plusSeconds(500));
        before.stop(task);
        clock.moveTo(NOON.plusSeconds(900));

        var after = new SimulatedEngine(clock, 42, directory, true);
        assertThat(after.observe(task)).isEqualTo(new Observation.Gone());
        assertThat(after.readings(task, NOON, NOON.plusSeconds(3600)))
                .containsExactly(new Span(ready, NOON.plusSeconds(500)));
        assertThat(after.readings(task, NOON.plusSeconds(100), NOON.plusSeconds(200)))
                .containsExactly(new Span(NOON.plusSeconds(100), NOON.plusSeconds(200)));
    }

    @Test
    void a_simulated_run_shows_how_busy_it_is_while_it_runs() {
        MovableClock clock = MovableClock.standingAt(NOON);
        Task task = healthy(clock);
        var engine = new SimulatedEngine(clock, 42, directory, true);
        engine.start(task);
        clock.moveTo(NOON.plusSeconds(300));
        assertThat(engine.utilisation(task, NOON.plusSeconds(200)))
                .hasValueSatisfying(
                        sample -> assertThat(sample.busy()).isBetween(new BigDecimal("0.100"), BigDecimal.ONE));
        assertThat(engine.utilisation(task, clock.instant())).isPresent();
        assertThat(engine.utilisation(task, NOON.minusSeconds(200))).isEmpty();
    }

    @Test
    void a_line_that_a_crash_cut_off_does_not_hinder_the_journal() throws IOException {
        Path file = directory.resolve("cut.journal");
        var run = new Run(new UUID(1, 2), 1);
        RunJournal.open(file, NOON, true).note(run, Event.Kind.STARTED, NOON);
        Files.writeString(file, Files.readString(file) + run.claim() + " 1 STOP");
        assertThat(RunJournal.open(file, NOON, true).open(run)).isTrue();
    }

    /** A task that the seed lets succeed. */
    private Task healthy(MovableClock clock) {
        for (int i = 0; ; i++) {
            Task task = task(i);
            var probe = new SimulatedEngine(clock, 42, directory.resolve("probe"), true);
            probe.start(task);
            if (!(new SimulatedEngine(
                                    MovableClock.standingAt(clock.instant().plusSeconds(60)),
                                    42,
                                    directory.resolve("probe"),
                                    true)
                            .observe(task)
                    instanceof Observation.Failed)) {
                return task;
            }
        }
    }

    private Engines open(Clock clock, int local) {
        var engines = new Engines(clock, directory, 42, local, true);
        opened.add(engines);
        return engines;
    }

    private static Task task(int number) {
        return new Task(
                new UUID(0x0190_0000_0000_7000L, number),
                1,
                Workload.INFERENCE,
                "report",
                LocalEngine.REPORT,
                "fra",
                Shape.cards("nvidia-h100-80gb", 1),
                List.of(new Granted(7, "gpu-01", 0, 0, 2)));
    }

    private static Observation.Ready readiness(Engine engine, Task task) {
        return (Observation.Ready) Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> engine.observe(task), Observation.Ready.class::isInstance);
    }

    private List<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains(directory.toString()))
                .map(ProcessHandle::pid)
                .toList();
    }

    private static HttpResponse<String> get(String address, String token) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
