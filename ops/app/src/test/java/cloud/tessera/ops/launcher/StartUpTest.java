package cloud.tessera.ops.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.ops.database.StartUpProblem;
import cloud.tessera.ops.platform.Installation;
import cloud.tessera.ops.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start, its refusals and the stop, each in a process of its own as a person at a terminal sees it. */
class StartUpTest {
    @TempDir
    Path temporary;

    @AfterEach
    void leaveNothing() throws InterruptedException {
        Child.killAll(temporary);
    }

    @Test
    void a_port_that_is_taken_is_said_at_once() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Child child =
                    Child.start(Map.of(), "run", "--data", temporary.toString(), "--port", "" + taken.getLocalPort());
            assertThat(child.end()).isEqualTo(69);
            assertThat(child.lines())
                    .containsExactly("tessera: Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be listened on,"
                            + " most likely because another program has it; stop that one or choose another port with"
                            + " --port.");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void a_port_that_is_none_is_said() throws Exception {
        Child child = Child.start(Map.of(), "run", "--data", temporary.toString(), "--port", "99999");
        assertThat(child.end()).isEqualTo(64);
        assertThat(child.lines()).containsExactly("tessera: --port takes a number from 1 to 65535.");
    }

    @Test
    void a_host_that_is_none_and_an_empty_directory_are_said() throws Exception {
        Child nowhere = Child.start(
                Map.of(), "run", "--data", temporary.toString(), "--host", "nonsense.invalid", "--port", freePort());
        assertThat(nowhere.end()).isEqualTo(64);
        assertThat(nowhere.lines())
                .containsExactly("tessera: --host takes an address of this machine, and nonsense.invalid is a name of"
                        + " none.");
        Child empty = Child.start(Map.of(), "run", "--data=", "--port", freePort());
        assertThat(empty.end()).isEqualTo(64);
        assertThat(empty.lines()).containsExactly("tessera: --data takes a directory, and what was given is empty.");
    }

    @Test
    void stopped_while_it_makes_the_demo_it_leaves_nothing_running() throws Exception {
        Child child = Child.start(Map.of(), "run", "--data", temporary.toString(), "--port", freePort());
        child.await("Making the demo");
        Thread.sleep(2000);
        child.stop();
        assertThat(Child.processesOf(temporary)).isEmpty();
        assertThat(child.lines()).noneMatch(line -> line.contains("defect"));
    }

    @Test
    void a_data_directory_that_cannot_be_used_is_said() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "");
        Child child = Child.start(Map.of(), "run", "--data", file.toString(), "--port", freePort());
        assertThat(child.end()).isEqualTo(77);
        assertThat(child.lines())
                .containsExactly("tessera: The data directory " + file + " cannot be read and written; check that it is"
                        + " a directory and that you own it, or choose another with --data.");
    }

    @Test
    void an_option_that_does_not_exist_is_said() throws Exception {
        Child child = Child.start(Map.of(), "run", "--datta", "x");
        assertThat(child.end()).isEqualTo(64);
        assertThat(child.lines())
                .singleElement()
                .asString()
                .startsWith("tessera: Unknown option")
                .endsWith("--help.");
    }

    @Test
    void a_database_of_ones_own_needs_all_its_settings() throws Exception {
        Child child = Child.start(
                Map.of("TESSERA_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/x"),
                "run",
                "--data",
                temporary.toString(),
                "--port",
                freePort());
        assertThat(child.end()).isEqualTo(78);
        assertThat(child.lines())
                .containsExactly("tessera: TESSERA_DATABASE_URL is set, so TESSERA_DATABASE_USER must be set too.");
    }

    @Test
    void without_a_jdk_25_the_scripts_say_what_to_do() throws Exception {
        var builder = new ProcessBuilder(Path.of("../jdk").toRealPath().toString(), "java", "-version")
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.endsWith("JAVA_HOME"));
        builder.environment().put("TESSERA_JDK_PLACES", temporary.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(69);
        assertThat(said)
                .isEqualTo("tessera: no JDK 25 or newer was found; install one or set TESSERA_JAVA_HOME to its"
                        + " directory.\n");
    }

    @Test
    void a_database_of_a_newer_version_is_left_alone() throws Exception {
        TestDatabase database = TestDatabase.fresh();
        Map<String, String> environment = environment(database);
        Installation.open(temporary, environment).close();
        var owner = database.owner();
        try (var c = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                var s = c.createStatement()) {
            s.execute("""
                    insert into billing.flyway_schema_history
                      (installed_rank, version, description, type, script, installed_by, execution_time, success)
                    values (99, '99', 'from the future', 'SQL', 'V99__from_the_future.sql', 'x', 1, true)
                    """);
        }
        assertThatThrownBy(() -> Installation.open(temporary, environment))
                .isInstanceOf(StartUpProblem.class)
                .hasMessage(
                        "The database was made by a newer version of Tessera (its schema billing is at 99); run that"
                                + " version or a later one.");
    }

    @Test
    void a_database_of_other_migrations_is_left_alone() throws Exception {
        TestDatabase database = TestDatabase.fresh();
        var owner = database.owner();
        try (var c = DriverManager.getConnection(owner.url(), owner.user(), owner.password());
                var s = c.createStatement()) {
            s.execute("update quota.flyway_schema_history set checksum = 1 where version = '1'");
        }
        assertThatThrownBy(() -> Installation.open(temporary, environment(database)))
                .isInstanceOf(StartUpProblem.class)
                .hasMessage("The database does not fit this version of Tessera: its schema quota was made by migrations"
                        + " that read otherwise here; use the version that made it, or a new data directory.");
    }

    @Test
    void it_starts_lets_the_first_operator_in_and_stops_without_a_trace() throws Exception {
        Path data = temporary.resolve("data");
        int port = Integer.parseInt(freePort());
        Child platform = Child.running(data, port);
        assertThat(platform.lines()).anyMatch(line -> line.contains("ops/admin create-operator"));

        Child second = Child.start(Map.of(), "run", "--data", data.toString(), "--port", freePort());
        assertThat(second.end()).isEqualTo(75);
        assertThat(second.lines())
                .containsExactly("tessera: The data directory " + data + " is in use by another Tessera (process "
                        + platform.pid() + "); stop that one first, or choose another directory with --data.");

        Child made = Child.start(
                Map.of(), "create-operator", "--data", data.toString(), "--email", "op@example.com", "--name", "Op");
        made.type("correct horse battery");
        assertThat(made.end()).as("%s", made.lines()).isZero();
        HttpResponse<String> token = signIn(port, "correct horse battery");
        assertThat(token.statusCode()).as(token.body()).isEqualTo(200);

        Child set = setPassword(data, "op@example.com", "another battery staple");
        assertThat(set.end()).as("%s", set.lines()).isZero();
        assertThat(set.lines())
                .containsExactly("op@example.com can sign in with the new password now; older sessions have ended.");
        assertThat(signIn(port, "correct horse battery").statusCode()).isEqualTo(401);
        assertThat(signIn(port, "another battery staple").statusCode()).isEqualTo(200);

        Child verified = Child.start(Map.of(), "verify-audit", "--data", data.toString());
        assertThat(verified.end()).as("%s", verified.lines()).isZero();
        assertThat(verified.lines().getLast()).startsWith("{\"chains\":").contains("\"holds\":true");

        platform.stop();
        assertThat(Child.processesOf(data)).isEmpty();
        assertThat(List.of("ERROR", "Exception"))
                .noneMatch(word -> platform.lines().stream().anyMatch(line -> line.contains(word)));

        Child nobody = setPassword(data, "nobody@example.com", "another battery staple");
        assertThat(nobody.end()).isEqualTo(64);
        assertThat(nobody.lines())
                .containsExactly("tessera: There is no such person with the address nobody@example.com.");
        Child plain =
                Child.start(Map.of(), "reset-second-factor", "--data", data.toString(), "--email", "op@example.com");
        assertThat(plain.end()).isEqualTo(64);
        assertThat(plain.lines()).containsExactly("tessera: There is no second factor to turn off.");
        assertThat(Files.getPosixFilePermissions(data.resolve("factor-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Path key = data.resolve("audit-key.json");
        assertThat(Files.getPosixFilePermissions(key)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.writeString(key, "{}");
        Path none = temporary.resolve("none");
        Child nothing = Child.start(Map.of(), "verify-audit", "--data", none.toString());
        assertThat(nothing.end()).isEqualTo(66);
        assertThat(nothing.lines())
                .containsExactly("tessera: There is no Tessera in " + none + "; name its directory with --data.");
        assertThat(none).doesNotExist();
        Child keyless = Child.start(Map.of(), "verify-audit", "--data", data.toString());
        assertThat(keyless.end()).isEqualTo(78);
        assertThat(keyless.lines().getLast()).startsWith("tessera: " + key + " must hold an Ed25519 key as a JWK");
        assertThat(Child.processesOf(data)).isEmpty();
    }

    private static Child setPassword(Path data, String email, String password) throws IOException {
        Child child = Child.start(Map.of(), "set-password", "--data", data.toString(), "--email", email);
        child.type(password);
        return child;
    }

    private static HttpResponse<String> signIn(int port, String password) throws IOException, InterruptedException {
        return post(
                "http://127.0.0.1:" + port + "/api/v1/auth/token",
                "{\"grant_type\":\"password\",\"email\":\"op@example.com\",\"password\":\"" + password + "\"}");
    }

    private static Map<String, String> environment(TestDatabase database) {
        return Map.of(
                "TESSERA_DATABASE_URL", database.application().url(),
                "TESSERA_DATABASE_USER", database.application().user(),
                "TESSERA_DATABASE_PASSWORD", database.application().password(),
                "TESSERA_MIGRATION_USER", database.owner().user(),
                "TESSERA_MIGRATION_PASSWORD", database.owner().password());
    }

    static String freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static HttpResponse<String> post(String address, String json) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(json))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
