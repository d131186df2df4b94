package cloud.tessera.ops.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The real launcher in a process of its own. */
final class Child {
    private static final String READY = "Ctrl-C stops it.";

    private static final Queue<Child> STARTED = new ConcurrentLinkedQueue<>();

    private final Process process;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread reader;

    private Child(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts it with arguments such as {@code run --data DIR}. */
    static Child start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Tessera.class.getName()));
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var child = new Child(builder.start());
        STARTED.add(child);
        return child;
    }

    /** Starts the platform and waits until it is ready. */
    static Child running(Path data, int port) throws IOException, InterruptedException {
        Child child = start(Map.of(), "run", "--empty", "--data", data.toString(), "--port", Integer.toString(port));
        if (!child.ready.await(120, TimeUnit.SECONDS) || !child.process.isAlive()) {
            child.kill();
            throw new IllegalStateException("The platform did not start: " + child.lines);
        }
        return child;
    }

    private void read() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (line.equals(READY)) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ready.countDown();
        }
    }

    /** Waits until it has written a line that begins so. */
    void await(String beginning) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (lines.stream().noneMatch(line -> line.startsWith(beginning))) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IllegalStateException("It never wrote \"" + beginning + "\": " + lines);
            }
            Thread.sleep(50);
        }
    }

    /** Gives it a line on standard input, and no more. */
    void type(String line) throws IOException {
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(line + "\n");
        }
    }

    /** What it has written, both streams together. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    long pid() {
        return process.pid();
    }

    /** Ends it as {@code kill -9} does, which leaves it no time for anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        reader.join();
    }

    /** Ends whatever a test that failed has left, their databases and services too. */
    static void killAll(Path data) throws InterruptedException {
        for (Child child : STARTED) {
            child.kill();
        }
        STARTED.clear();
        ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains(data.toString()))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** Asks it to stop, as {@code SIGTERM} does, and waits until it has. */
    void stop() throws InterruptedException {
        process.destroy();
        end();
    }

    /** Waits for its end and says its exit code. */
    int end() throws InterruptedException {
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("It did not end: " + lines);
        }
        reader.join();
        return process.exitValue();
    }

    /** The processes that have a path in their command line or work in it. */
    static List<String> processesOf(Path path) {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains(path.toString()))
                .map(p -> p.pid() + " " + p.info().commandLine().orElse(""))
                .toList();
    }
}
