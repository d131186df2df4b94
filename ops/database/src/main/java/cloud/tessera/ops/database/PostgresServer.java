package cloud.tessera.ops.database;

import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One PostgreSQL on one directory of data: made, started and stopped by its own programs. It is started in a session of
 * its own, so that Ctrl-C reaches this process alone, which then stops it after the requests under way are done.
 */
final class PostgresServer {
    /** The login of PostgreSQL's superuser, which prepares the database and does nothing after that. */
    static final String SUPERUSER = "postgres";

    private static final String VERSION = "18";

    private final Path programs;
    private final Path data;

    /**
     * @param programs where {@code bin} lies
     * @param data PostgreSQL's own directory; made by {@link #initialise}
     */
    PostgresServer(Path programs, Path data) {
        this.programs = programs;
        this.data = data.toAbsolutePath().normalize();
    }

    boolean initialised() {
        return Files.exists(data.resolve("PG_VERSION"));
    }

    /**
     * Makes the directory of data, all or nothing: one that was left half made by a crash is made again.
     *
     * @param authentication PostgreSQL's name of a method, for everyone on this machine; nobody else is let in
     */
    void initialise(String superuserPassword, String authentication) throws IOException {
        Path fresh = data.resolveSibling(data.getFileName() + ".new");
        Directories.delete(fresh);
        Path password = Files.createTempFile(
                data.getParent(),
                "initdb-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(password, superuserPassword + "\n");
            run(List.of(
                    program("initdb"),
                    "--pgdata=" + fresh,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + password,
                    "--auth=" + authentication,
                    "--encoding=UTF8",
                    // The same order of text on every machine, whatever its locales.
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--no-instructions"));
        } finally {
            Files.delete(password);
        }
        Files.writeString(fresh.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 " + authentication + "\n");
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Starts it and returns when it takes connections. */
    void start(int port, Map<String, String> settings) throws IOException {
        requireOurVersion();
        configure(port, settings);
        run(List.of(
                program("pg_ctl"),
                "start",
                "--pgdata=" + data,
                "--log=" + data.resolve("start.log"),
                "--wait",
                "--timeout=120",
                "--silent"));
    }

    private void requireOurVersion() throws IOException {
        String found = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!found.equals(VERSION)) {
            throw new StartUpProblem(
                    Kind.CONFIGURATION,
                    "The data in " + data + " were written by PostgreSQL " + found
                            + ", and this version of Tessera brings PostgreSQL " + VERSION + ".");
        }
    }

    private void configure(int port, Map<String, String> settings) throws IOException {
        Map<String, String> all = new TreeMap<>(Map.of(
                "listen_addresses", "127.0.0.1",
                "port", Integer.toString(port),
                "unix_socket_directories", "",
                "timezone", "UTC",
                "log_timezone", "UTC",
                "password_encryption", "scram-sha-256",
                "huge_pages", "off",
                "jit", "off"));
        all.putAll(settings);
        var text = new StringBuilder("# Written at every start; your own settings belong in local.conf beside it.\n");
        all.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("'", "''"))
                .append("'\n"));
        text.append("include_if_exists = 'local.conf'\n");
        Files.writeString(data.resolve("postgresql.conf"), text);
    }

    /** A port that nobody listens on: the one wanted if it is free, or any (0). */
    static int freePort(int wanted) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            if (wanted == 0) {
                throw e;
            }
            return freePort(0);
        }
    }

    /** Its main process, if it runs on this directory now. */
    Optional<ProcessHandle> process() {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(this::worksHere);
        } catch (IOException | RuntimeException e) {
            // No such file, or one that is being written or removed: not running.
            return Optional.empty();
        }
    }

    /** PostgreSQL's processes work in the directory of their data; so another program's process is never taken for one. */
    private boolean worksHere(ProcessHandle process) {
        try {
            return Path.of("/proc", Long.toString(process.pid()), "cwd")
                    .toRealPath()
                    .equals(data.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops a server that a killed process left behind, and clears away what would hinder the next start. */
    void stopOrphan() throws IOException {
        if (process().isPresent()) {
            stop();
        } else if (ProcessHandle.allProcesses().noneMatch(this::worksHere)) {
            // Its number may meanwhile belong to another program, for which PostgreSQL would wait in vain.
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }
    }

    /** Ends all sessions, writes a checkpoint and stops; does nothing where nothing runs. */
    void stop() {
        if (process().isEmpty()) {
            return;
        }
        try {
            control("fast", 60);
        } catch (StartUpProblem e) {
            // It recovers from its log at the next start.
            control("immediate", 10);
        }
    }

    private void control(String mode, int seconds) {
        run(List.of(
                program("pg_ctl"),
                "stop",
                "--pgdata=" + data,
                "--mode=" + mode,
                "--wait",
                "--timeout=" + seconds,
                "--silent"));
    }

    private String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    /** Runs a program to its end; PostgreSQL refuses to be root, so root becomes nobody in a namespace of its own. */
    private void run(List<String> command) {
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("unshare", "--user"));
        }
        words.addAll(command);
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StartUpProblem(Kind.UNAVAILABLE, failure(command, output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL's programs cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartUpProblem(Kind.UNAVAILABLE, "Interrupted while waiting for PostgreSQL.", e);
        }
    }

    private String failure(List<String> command, String output) throws IOException {
        Path log = data.resolve("start.log");
        String detail = output.strip();
        if (command.contains("start") && Files.isReadable(log)) {
            List<String> lines = Files.readAllLines(log);
            detail = String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        }
        return "The embedded PostgreSQL did not do its work ("
                + Path.of(command.getFirst()).getFileName() + "): " + detail;
    }
}
