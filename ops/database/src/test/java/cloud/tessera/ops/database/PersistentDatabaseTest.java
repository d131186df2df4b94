package cloud.tessera.ops.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistentDatabaseTest {
    @TempDir
    Path temporary;

    @Test
    void a_new_directory_gets_a_durable_database_behind_passwords_that_only_its_owner_can_read() throws Exception {
        try (var directory = DataDirectory.open(temporary.resolve("data"));
                var database = PersistentDatabase.start(directory)) {
            assertThat(setting(database, "fsync")).isEqualTo("on");
            assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(database, "full_page_writes")).isEqualTo("on");
            assertThat(setting(database, "server_version")).startsWith("18.");
            assertThat(Files.getPosixFilePermissions(directory.path().resolve("passwords")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));

            DatabaseAddress application = database.application();
            assertThatThrownBy(() -> DriverManager.getConnection(application.url(), application.user(), "guess"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void what_was_written_is_there_after_a_restart_on_the_same_port() throws Exception {
        String url;
        try (var directory = DataDirectory.open(temporary);
                var database = PersistentDatabase.start(directory)) {
            url = database.owner().url();
            write(database, "kept");
        }
        try (var directory = DataDirectory.open(temporary);
                var database = PersistentDatabase.start(directory)) {
            assertThat(read(database)).isEqualTo("kept");
            assertThat(database.owner().url()).isEqualTo(url);
        }
    }

    @Test
    void a_second_process_is_refused_and_a_killed_one_leaves_nothing_in_the_way() throws Exception {
        Process first = hold(temporary);
        assertThatThrownBy(() -> DataDirectory.open(temporary))
                .isInstanceOf(StartUpProblem.class)
                .hasMessage("The data directory " + temporary + " is in use by another Tessera (process " + first.pid()
                        + "); stop that one first, or choose another directory with --data.");

        kill(first);

        ProcessHandle orphan = server(temporary);
        assertThat(orphan.isAlive()).isTrue();
        try (var directory = DataDirectory.open(temporary);
                var database = PersistentDatabase.start(directory)) {
            orphan.onExit().get(10, TimeUnit.SECONDS);
            assertThat(server(temporary).pid()).isNotEqualTo(orphan.pid());
            write(database, "after the crash");
            assertThat(read(database)).isEqualTo("after the crash");
        }
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").contains(temporary.toString())))
                .isEmpty();
    }

    @Test
    void a_server_that_was_killed_is_started_again_with_all_that_was_committed() throws Exception {
        try (var directory = DataDirectory.open(temporary);
                var database = PersistentDatabase.start(directory)) {
            write(database, "committed");
            ProcessHandle before = server(temporary);
            before.destroyForcibly();
            before.onExit().get(10, TimeUnit.SECONDS);
            assertThat(readPatiently(database)).isEqualTo("committed");
            assertThat(server(temporary).pid()).isNotEqualTo(before.pid());
        }
    }

    @Test
    void a_first_start_that_was_cut_off_is_made_again() throws Exception {
        Files.createDirectories(temporary.resolve("postgres.new/base"));
        try (var directory = DataDirectory.open(temporary);
                var database = PersistentDatabase.start(directory)) {
            write(database, "complete");
            assertThat(read(database)).isEqualTo("complete");
        }
    }

    @Test
    void a_number_of_a_process_that_now_belongs_to_another_program_does_not_hinder_the_start() throws Exception {
        try (var directory = DataDirectory.open(temporary);
                var database = PersistentDatabase.start(directory)) {
            write(database, "before");
        }
        Files.writeString(
                temporary.resolve("postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + temporary.resolve("postgres") + "\n1\n5432\n\n127.0.0.1\n");
        try (var directory = DataDirectory.open(temporary);
                var database = PersistentDatabase.start(directory)) {
            assertThat(read(database)).isEqualTo("before");
        }
    }

    @Test
    void a_data_directory_that_is_a_file_is_refused_in_one_sentence() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "not a directory");
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(StartUpProblem.class)
                .hasMessage("The data directory " + file + " cannot be read and written; check that it is a directory"
                        + " and that you own it, or choose another with --data.");
    }

    @Test
    void data_of_another_postgresql_are_refused_in_one_sentence() throws Exception {
        try (var directory = DataDirectory.open(temporary);
                var database = PersistentDatabase.start(directory)) {
            assertThat(database.owner().user()).isEqualTo("tessera_owner");
        }
        Files.writeString(temporary.resolve("postgres/PG_VERSION"), "17\n");
        try (var directory = DataDirectory.open(temporary)) {
            assertThatThrownBy(() -> PersistentDatabase.start(directory))
                    .isInstanceOf(StartUpProblem.class)
                    .hasMessage("The data in " + temporary.resolve("postgres") + " were written by PostgreSQL 17, and"
                            + " this version of Tessera brings PostgreSQL 18.");
        }
    }

    private static Process hold(Path data) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldDatabase.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("started")) {
                return process;
            }
        }
        throw new IllegalStateException("The other process did not start the database");
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private static ProcessHandle server(Path data) {
        return new PostgresServer(data, data.resolve("postgres")).process().orElseThrow();
    }

    private static String setting(PersistentDatabase database, String name) throws SQLException {
        return query(database.application(), "show " + name);
    }

    private static void write(PersistentDatabase database, String word) throws SQLException {
        try (Connection c = connect(database.owner());
                var s = c.createStatement()) {
            s.execute("create table note (word text)");
            s.execute("insert into note values ('" + word + "')");
        }
    }

    private static String read(PersistentDatabase database) throws SQLException {
        return query(database.owner(), "select word from note");
    }

    private static String readPatiently(PersistentDatabase database) throws InterruptedException, SQLException {
        for (int tries = 0; tries < 100; tries++) {
            try {
                return read(database);
            } catch (SQLException e) {
                Thread.sleep(100);
            }
        }
        return read(database);
    }

    private static String query(DatabaseAddress address, String sql) throws SQLException {
        try (Connection c = connect(address);
                var s = c.createStatement();
                var rows = s.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }
}
