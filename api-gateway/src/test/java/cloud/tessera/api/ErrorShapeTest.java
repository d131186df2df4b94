package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.api.problem.Problem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is sent, the answer is a problem document that says what to do, and nothing of our insides. */
@SuppressWarnings("NullAway.Init")
class ErrorShapeTest {
    private static ApiServer api;

    @BeforeAll
    static void start() {
        api = new ApiServer();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /api/v1/nowhere          |                                          | 404 | not_found",
                "GET    | /nowhere                 |                                          | 404 | not_found",
                "GET    | /api/v1/auth/token       |                                          | 405 | method_not_allowed",
                "DELETE | /api/v1/auth/token       |                                          | 405 | method_not_allowed",
                "POST   | /api/v1/auth/token       |                                          | 400 | missing_body",
                "POST   | /api/v1/auth/token       | {                                        | 400 | invalid_body",
                "POST   | /api/v1/auth/token       | nonsense                                 | 400 | invalid_body",
                "POST   | /api/v1/auth/token       | []                                       | 400 | invalid_body",
                "POST   | /api/v1/auth/token       | 7                                        | 400 | invalid_body",
                "POST   | /api/v1/auth/token       | null                                     | 400 | missing_body ",
                "POST   | /api/v1/auth/token       | {}                                       | 422 | invalid_value",
                "POST   | /api/v1/auth/token       | {\"grant_type\": null}                   | 422 | invalid_value",
                "POST   | /api/v1/auth/token       | {\"grant_type\": \"magic\"}              | 400 | invalid_value",
                "POST   | /api/v1/auth/token       | {\"grant_type\": 5}                      | 400 | invalid_value",
                "POST   | /api/v1/auth/token       | {\"grant_type\": {\"a\": 1}}             | 400 | invalid_body ",
                "POST   | /api/v1/auth/token       | {\"grant_type\": \"password\", \"x\": 1} | 400 | unknown_field",
                "POST   | /api/v1/auth/token       | {\"grant_type\": \"password\"}           | 422 | missing_value",
                "GET    | /api/v1/me               |                                          | 401 | unauthenticated",
                "GET    | /metrics/more            |                                          | 404 | not_found",
                "GET    | /api/docs/../secrets     |                                          | 404 | not_found",
                "GET    | /api/docs/pom.xml        |                                          | 404 | not_found",
            })
    void a_request_that_makes_no_sense_is_answered_by_a_problem(
            String method, String path, String body, int status, String code) {
        Answer answer = api.ask(method, path, body == null ? "" : body).send();

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.at("code")).as(answer.toString()).isEqualTo(code);
        assertIsProblem(answer);
    }

    @Test
    void a_field_that_is_too_long_is_named() {
        String body = "{\"grant_type\": \"password\", \"email\": \"" + "a".repeat(400) + "\"}";

        Answer answer = api.post("/api/v1/auth/token", body).send();

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("field")).isEqualTo("email");
        assertIsProblem(answer);
    }

    @Test
    void a_body_of_another_media_type_is_refused() {
        Answer answer = api.post("/api/v1/auth/token", "grant_type=password")
                .with("Content-Type", "application/x-www-form-urlencoded")
                .send();

        assertThat(answer.status()).isEqualTo(415);
        assertIsProblem(answer);
    }

    @Test
    void a_wish_for_another_media_type_is_refused() {
        Answer answer = api.get("/api/v1/.well-known/jwks.json")
                .with("Accept", "application/xml")
                .send();

        assertThat(answer.status()).isEqualTo(406);
        assertIsProblem(answer);
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        Answer answer = api.post("/api/v1/auth/token", "{\"grant_type\": \"" + "a".repeat(2 << 20) + "\"}")
                .send();

        assertThat(answer.status()).isEqualTo(413);
        assertIsProblem(answer);
    }

    @Test
    void deep_nesting_is_refused() {
        Answer answer = api.post("/api/v1/auth/token", "{\"email\": " + "[".repeat(5000))
                .send();

        assertThat(answer.status()).isEqualTo(400);
        assertIsProblem(answer);
    }

    @Test
    void the_callers_request_id_comes_back_where_it_is_well_formed() {
        assertThat(api.get("/health/live")
                        .with("X-Request-Id", "a-b.C_9")
                        .send()
                        .header("X-Request-Id"))
                .isEqualTo("a-b.C_9");
        assertThat(api.get("/health/live")
                        .with("X-Request-Id", "<script>")
                        .send()
                        .header("X-Request-Id"))
                .startsWith("req-");
        assertThat(api.get("/health/live")
                        .with("X-Request-Id", "x".repeat(65))
                        .send()
                        .header("X-Request-Id"))
                .startsWith("req-");
        Answer problem = api.get("/api/v1/nowhere").with("X-Request-Id", "mine").send();
        assertThat(problem.at("request_id")).isEqualTo("mine");
    }

    private static void assertIsProblem(Answer answer) {
        assertThat(answer.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
        assertThat(answer.header("X-Request-Id")).isNotBlank().isEqualTo(answer.at("request_id"));
        assertThat(answer.at("status")).isEqualTo(String.valueOf(answer.status()));
        assertThat(answer.at("detail")).isNotBlank();
        assertThat(answer.json().path("retryable").isBoolean()).isTrue();
        assertThat(answer.json().path("alternatives").isArray()).isTrue();
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.text()).doesNotContainIgnoringCase("exception").doesNotContain("cloud.tessera", "micronaut");
    }
}
