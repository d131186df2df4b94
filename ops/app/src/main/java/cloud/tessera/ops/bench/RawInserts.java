package cloud.tessera.ops.bench;

import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.database.StartUpProblem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the database can do at most: {@code pgbench} inserts single rows, each its own durable transaction, by eight
 * connections, into an empty table under the constraint that keeps tiles apart and partitioned like theirs.
 */
final class RawInserts {
    private static final int CONNECTIONS = 8;
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private static final String TABLE = """
            create schema raw;
            create table raw.tile (
              device_id int not null, slots int4range not null, during tstzrange not null,
              exclude using gist (device_id extensions.gist_int4_ops with =, slots with &&, during with &&))
              partition by hash (device_id);
            create table raw.tile_0 partition of raw.tile for values with (modulus 4, remainder 0);
            create table raw.tile_1 partition of raw.tile for values with (modulus 4, remainder 1);
            create table raw.tile_2 partition of raw.tile for values with (modulus 4, remainder 2);
            create table raw.tile_3 partition of raw.tile for values with (modulus 4, remainder 3);
            """;

    /** Places are drawn from so many that few rows hit one that is taken; those insert nothing and are not counted. */
    private static final String SCRIPT = """
            \\set device random(1, %d)
            \\set slot random(0, 6)
            \\set hour random(0, 4319)
            insert into raw.tile (device_id, slots, during)
              values (:device, int4range(:slot, :slot + 1), tstzrange(timestamptz '2026-01-01 00:00Z' + :hour * interval '1 hour',
                timestamptz '2026-01-01 00:00Z' + :hour * interval '1 hour' + interval '1 hour')) on conflict do nothing;
            """;

    private final Path pgbench;
    private final DatabaseAddress owner;
    private final Path directory;
    private final int cards;

    /**
     * @param directory for its script
     * @param cards how many devices the rows are spread over
     */
    RawInserts(DatabaseAddress owner, Path directory, int cards) {
        this.pgbench = find();
        this.owner = owner;
        this.directory = directory;
        this.cards = cards;
    }

    /** Where pgbench is; refused in one sentence where it is not. */
    static Path find() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        Stream<Path> onPath =
                Arrays.stream(path.split(":")).filter(each -> !each.isEmpty()).map(each -> Path.of(each, "pgbench"));
        return Stream.concat(onPath, ofDebian().stream())
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new StartUpProblem(
                        Kind.UNAVAILABLE,
                        "The comparison needs pgbench, which is neither on the PATH nor in " + DEBIAN
                                + "; on Debian, apt-get install postgresql-15."));
    }

    private static Optional<Path> ofDebian() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(each -> each.resolve("bin/pgbench"))
                    .filter(Files::isExecutable)
                    .max(Path::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows inserted in a second, measured for some seconds on an empty table. */
    double perSecond(int seconds) {
        try (Connection connection = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                Statement sql = connection.createStatement()) {
            sql.execute(TABLE);
            run(seconds);
            long rows;
            try (var counted = sql.executeQuery("select count(*) from raw.tile")) {
                counted.next();
                rows = counted.getLong(1);
            }
            sql.execute("drop schema raw cascade");
            return (double) rows / seconds;
        } catch (SQLException | IOException e) {
            throw problem("The comparison with pgbench failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw problem("The benchmark was interrupted.");
        }
    }

    private void run(int seconds) throws IOException, InterruptedException {
        Path script = Files.writeString(directory.resolve("raw.sql"), SCRIPT.formatted(cards));
        URI address = URI.create(owner.url().substring("jdbc:".length()));
        var command = new ProcessBuilder(List.of(
                        pgbench.toString(),
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + CONNECTIONS,
                        "--jobs=2",
                        "--time=" + seconds,
                        "--file=" + script,
                        "--host=" + address.getHost(),
                        "--port=" + address.getPort(),
                        "--username=" + owner.user(),
                        address.getPath().substring(1)))
                .redirectErrorStream(true);
        command.environment().put("PGPASSWORD", owner.password());
        command.environment().put("PGOPTIONS", "-c synchronous_commit=on");
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw problem("pgbench ended with exit code " + process.exitValue() + ": "
                    + output.strip().lines().reduce((_, last) -> last).orElse(""));
        }
    }

    private static StartUpProblem problem(String sentence) {
        return new StartUpProblem(Kind.UNAVAILABLE, sentence);
    }
}
