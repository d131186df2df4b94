package cloud.tessera.ops.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExternalDatabaseTest {
    private static EmbeddedDatabase server;

    @BeforeAll
    static void start() {
        server = EmbeddedDatabase.temporary(Path.of("target/embedded-postgres").toAbsolutePath());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_prepared_server_is_accepted() {
        assertThatCode(() -> ExternalDatabase.of(environment()).orElseThrow().check())
                .doesNotThrowAnyException();
    }

    @Test
    void without_an_address_there_is_none() {
        assertThat(ExternalDatabase.of(Map.of())).isEmpty();
    }

    @Test
    void a_half_of_the_settings_names_the_one_that_is_missing() {
        Map<String, String> environment = environment();
        environment.remove("TESSERA_MIGRATION_USER");
        assertRefused(environment, "TESSERA_DATABASE_URL is set, so TESSERA_MIGRATION_USER must be set too.");
    }

    @Test
    void a_server_that_does_not_answer_is_named() {
        Map<String, String> environment = environment();
        environment.put("TESSERA_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/tessera");
        assertThatThrownBy(() -> ExternalDatabase.of(environment).orElseThrow().check())
                .isInstanceOf(StartUpProblem.class)
                .hasMessageStartingWith(
                        "The database cannot be reached as tessera_app at" + " jdbc:postgresql://127.0.0.1:1/tessera: ")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
    }

    @Test
    void a_server_that_is_too_old_is_told_what_is_needed() {
        assertThatThrownBy(() -> ExternalDatabase.requireVersion(16, "jdbc:postgresql://db/tessera"))
                .isInstanceOf(StartUpProblem.class)
                .hasMessage("PostgreSQL 18 or newer is needed, and the server at jdbc:postgresql://db/tessera is"
                        + " version 16.");
    }

    @Test
    void a_login_that_may_not_become_the_roles_is_told_what_to_run() throws SQLException {
        execute("create role without_roles login noinherit password 'x'");
        Map<String, String> environment = environment();
        environment.put("TESSERA_DATABASE_USER", "without_roles");
        assertRefused(
                environment,
                "The role tessera_tenant is missing or without_roles may not become it; a superuser of the database"
                        + " must run ops/database/src/main/resources/db/roles.sql first.");
    }

    @Test
    void a_login_that_row_level_security_does_not_bind_is_refused() throws SQLException {
        execute("create role unbound login noinherit bypassrls password 'x'");
        execute("grant tessera_tenant, tessera_platform to unbound with set true");
        Map<String, String> environment = environment();
        environment.put("TESSERA_DATABASE_USER", "unbound");
        assertRefused(
                environment,
                "The login unbound is not bound by row-level security; it must be NOSUPERUSER, NOBYPASSRLS and"
                        + " NOINHERIT, as in ops/database/src/main/resources/db/roles.sql.");
    }

    private static void assertRefused(Map<String, String> environment, String sentence) {
        assertThatThrownBy(() -> ExternalDatabase.of(environment).orElseThrow().check())
                .isInstanceOf(StartUpProblem.class)
                .hasMessage(sentence);
    }

    private static Map<String, String> environment() {
        DatabaseAddress application = server.application();
        DatabaseAddress owner = server.owner();
        return new HashMap<>(Map.of(
                "TESSERA_DATABASE_URL", application.url(),
                "TESSERA_DATABASE_USER", application.user(),
                "TESSERA_DATABASE_PASSWORD", application.password(),
                "TESSERA_MIGRATION_USER", owner.user(),
                "TESSERA_MIGRATION_PASSWORD", owner.password()));
    }

    private static void execute(String sql) throws SQLException {
        String url = server.owner().url();
        try (var c = DriverManager.getConnection(url, PostgresServer.SUPERUSER, "trusted");
                var s = c.createStatement()) {
            s.execute(sql);
        }
    }
}
