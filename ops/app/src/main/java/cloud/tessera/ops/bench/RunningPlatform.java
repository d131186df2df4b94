package cloud.tessera.ops.bench;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The platform as {@code ops/run} starts it, in a process of its own. */
final class RunningPlatform implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final URI ready;
    private final long started = System.nanoTime();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private RunningPlatform(Process process, Path log, URI ready) {
        this.process = process;
        this.log = log;
        this.ready = ready;
    }

    static RunningPlatform start(Path data) {
        Path home = Path.of(Objects.requireNonNull(System.getProperty("tessera.home"), "tessera.home"));
        int port = freePort();
        Path log = data.resolveSibling(data.getFileName() + ".log");
        try {
            Process process = new ProcessBuilder(
                            home.resolve("ops/run").toString(),
                            "--port",
                            Integer.toString(port),
                            "--data",
                            data.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new RunningPlatform(process, log, URI.create("http://127.0.0.1:" + port + "/health/ready"));
        } catch (IOException e) {
            throw new UncheckedIOException("ops/run cannot be started", e);
        }
    }

    /** Waits until it says that it is ready, and tells how long that took since the command was given. */
    Duration awaitReady(Duration most) {
        HttpRequest request =
                HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
        while (System.nanoTime() - started < most.toNanos()) {
            if (!process.isAlive()) {
                throw problem("ops/run ended with exit code " + process.exitValue());
            }
            if (says200(request)) {
                return Duration.ofNanos(System.nanoTime() - started);
            }
            leaveAlone(LOOK_EVERY);
        }
        throw problem("ops/run was not ready within " + most.toSeconds() + " s");
    }

    private boolean says200(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem("The benchmark was interrupted");
        }
    }

    void leaveAlone(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem("The benchmark was interrupted");
        }
    }

    /** The resident memory of its Java process: of all that it started, the largest that is called java. */
    long residentBytes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(handle ->
                        handle.info().command().filter(c -> c.endsWith("/java")).isPresent())
                .map(handle -> residentBytes(handle.pid()))
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> problem("The Java process of ops/run was not found"));
    }

    private long residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        } catch (IOException e) {
            throw problem("The memory of process " + pid + " cannot be read");
        }
    }

    private StartUpProblem problem(String what) {
        return new StartUpProblem(Kind.UNAVAILABLE, what + "; its output is in " + log + ".");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it as a person would, and by force where that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
