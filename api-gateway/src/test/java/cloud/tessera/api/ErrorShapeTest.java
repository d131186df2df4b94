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
    private static World world;
    private static ApiServer api;

    @BeforeAll
    static void start() {
        world = new World();
        api = world.api;
    }

    @AfterAll
    static void stop() {
        world.close();
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
                "POST   | /api/v1/auth/token       | {\"grant_type\": {\"a\": 1}}             | 400 | invalid_value",
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

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "start    | \"2026-12-01T10:00:00\" | an instant with its offset from UTC, such as 2026-12-01T10:00:00Z",
                "start    | \"yesterday\"           | an instant with its offset from UTC, such as 2026-12-01T10:00:00Z",
                "quantity | 99999999999             | a whole number from 1 to 100000",
                "quantity | \"abc\"                 | a whole number from 1 to 100000",
                "quantity | {}                      | a whole number from 1 to 100000",
                "cpu_milli | \"abc\"                | a whole number from 0 to 10000000",
                "window   | 7                       | an object with the fields start, end",
            })
    void a_value_of_a_body_that_cannot_be_read_is_named_with_what_its_field_takes(
            String field, String value, String takes) {
        String window = "{\"start\": %s, \"end\": \"2026-12-01T12:00:00Z\"}"
                .formatted(field.equals("start") ? value : "\"2026-12-01T10:00:00Z\"");
        Answer answer = world.api
                .post("/api/v1/quotes", """
                        {"project_id": "%s", "shape": {"model": "m", "quantity": %s, "cpu_milli": %s}, "window": %s}""".formatted(
                                world.acme.project(),
                                field.equals("quantity") ? value : "1",
                                field.equals("cpu_milli") ? value : "0",
                                field.equals("window") ? value : window))
                .bearer(world.acme.owner())
                .send();

        assertRefused(answer, 400, field, "must be " + takes + ".");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "amount | 1                                          | 400 | must be an object with the fields amount, currency.",
                "amount | {\"amount\": \"-5\", \"currency\": \"EUR\"}  | 422 | must be an amount as text such as \"12.50\", not below zero.",
                "currency | {\"amount\": \"5\", \"currency\": \"euro\"} | 422 | must be a currency by ISO 4217, such as EUR.",
                "currency | {\"amount\": \"5\", \"currency\": \"QQQ\"}  | 400 | must be a currency by ISO 4217, such as EUR.",
            })
    void an_amount_that_is_none_is_answered_by_what_one_looks_like(
            String field, String amount, int status, String words) {
        Answer answer = world.api
                .post(
                        "/api/v1/organizations/" + world.acme.id() + "/credits",
                        "{\"amount\": %s, \"kind\": \"promotion\", \"reason\": \"gift\"}".formatted(amount))
                .with("Idempotency-Key", "amount-" + amount.hashCode())
                .bearer(world.operator)
                .send();

        assertRefused(answer, status, field, words);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/reservations?limit=many  | 400 | limit | must be a whole number from 1 to 200.",
                "/api/v1/reservations?state=over  | 400 | state | must be one of: running, coming, ended.",
                "/api/v1/allocations?state=over   | 400 | state | must be one of: running, coming, ended.",
                "/api/v1/fleet/devices?health=ill | 400 | health | must be one of: healthy, draining, failed.",
                "/api/v1/fleet/hosts?model=%20    | 422 | model | takes letters, digits and . _ + -, and begins with a letter or a digit.",
                "/api/v1/quotas?project_id=mine   | 400 | project_id | must be an id as this API gives it, a prefix and 26 letters and digits.",
            })
    void a_value_of_a_query_is_answered_by_what_it_takes(String path, int status, String field, String words) {
        assertRefused(api.get(path).bearer(world.operator).send(), status, field, words);
    }

    @Test
    void a_name_that_is_too_long_or_has_a_control_character_is_answered_in_words() {
        assertRefused(project("x".repeat(101)), 422, "name", "must have 1 to 100 characters.");
        assertRefused(project("a\\u0007"), 422, "name", "takes text without line breaks and other control characters.");
    }

    private static Answer project(String name) {
        return api.post("/api/v1/projects", "{\"name\": \"" + name + "\"}")
                .bearer(world.acme.owner())
                .send();
    }

    @Test
    void people_of_the_platform_are_told_to_name_the_organization() {
        Answer answer = api.get("/api/v1/members").bearer(world.operator).send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.at("detail")).contains("Name the organization with organization_id.");
        assertIsProblem(answer);
    }

    private static void assertRefused(Answer answer, int status, String field, String words) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.at("code")).as(answer.toString()).isEqualTo("invalid_value");
        assertThat(answer.at("field")).isEqualTo(field);
        assertThat(answer.at("detail")).isEqualTo("\"" + field + "\" " + words);
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
