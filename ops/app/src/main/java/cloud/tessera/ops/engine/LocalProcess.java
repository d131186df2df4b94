package cloud.tessera.ops.engine;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The process of one run, seen through its directory, so that it is found again whoever started it. A process is ours
 * only if it has the number <em>and</em> the time of birth that it wrote down: numbers come back.
 */
final class LocalProcess {
    private static final int PATIENCE_MS = 1000;
    private static final Duration END = Duration.ofSeconds(3);

    private final Path directory;

    LocalProcess(Path directory) {
        this.directory = directory;
    }

    /** Writes what the service needs, readable by this user alone. */
    void order(String token, String image, String answer) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(directory.resolve(LocalService.TOKEN), token);
        Files.writeString(directory.resolve(LocalService.IMAGE), image);
        Files.writeString(directory.resolve(LocalService.ANSWER), answer);
        Files.writeString(directory.resolve(LocalService.ORDER), "");
    }

    /** Whether all that the service needs is there; the order itself is written last. */
    boolean ordered() throws IOException {
        return Files.exists(directory.resolve(LocalService.ORDER))
                && Files.exists(directory.resolve(LocalService.TOKEN))
                && !token().isEmpty();
    }

    /** Starts the service; it does nothing where another process serves the directory. */
    void spawn(List<String> java) throws IOException {
        var builder = new ProcessBuilder(java)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()));
        // What the platform knows, its passwords among it, is none of the service's business.
        builder.environment().clear();
        builder.command().addAll(List.of(LocalService.class.getName(), directory.toString()));
        builder.start().getOutputStream().close();
    }

    /** The living process, if there is one. */
    Optional<ProcessHandle> handle() {
        try {
            String[] words =
                    Files.readString(directory.resolve(LocalService.PROCESS)).split(" ", -1);
            Instant born = Instant.parse(words[1]);
            return ProcessHandle.of(Long.parseLong(words[0]))
                    .filter(LocalProcess::lives)
                    .filter(p -> p.info().startInstant().filter(born::equals).isPresent());
        } catch (IOException e) {
            return Optional.empty(); // Nothing has been started.
        }
    }

    /** Where it answers, if it does: the health check, made with the claim's own token. */
    Optional<String> answering() {
        try {
            String address = Files.readString(directory.resolve(LocalService.ADDRESS));
            var connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MS);
            connection.setReadTimeout(PATIENCE_MS);
            connection.setRequestProperty("Authorization", "Bearer " + token());
            try {
                return connection.getResponseCode() == 200 ? Optional.of(address) : Optional.empty();
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return Optional.empty(); // Not up yet, or not up any more.
        }
    }

    String token() throws IOException {
        return Files.readString(directory.resolve(LocalService.TOKEN));
    }

    /** When it was alive last, by the machine's clock; empty where it never was. */
    Optional<Instant> lastAlive() {
        try {
            return Optional.of(Files.getLastModifiedTime(directory.resolve(LocalService.ALIVE))
                    .toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A process that has ended stays listed until its parent has noticed, but is no command any more. */
    private static boolean lives(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Asks the process to end, without waiting for it. */
    void askToEnd() {
        handle().ifPresent(ProcessHandle::destroy);
    }

    /** Ends the process and waits for its end; does nothing where none lives. */
    void end() {
        handle().ifPresent(process -> {
            process.destroy();
            if (!gone(process)) {
                process.destroyForcibly();
                gone(process);
            }
        });
    }

    private static boolean gone(ProcessHandle process) {
        long end = System.nanoTime() + END.toNanos();
        try {
            while (lives(process)) {
                if (System.nanoTime() >= end) {
                    return false;
                }
                Thread.sleep(10);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes the order back, by which the service ends even where it cannot be reached, and clears the directory. */
    void cancel() throws IOException {
        Files.deleteIfExists(directory.resolve(LocalService.ORDER));
        end();
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<Path> files;
        try (var found = Files.list(directory)) {
            files = found.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }
}
