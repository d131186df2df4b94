package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes no sense is refused at every door that it can be sent to, with the field and the reason. */
@SuppressWarnings("NullAway.Init")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OK = World.window(2, 4);
    private static final List<String> TRAINING = List.of("quotes", "reservations", "waitlist-entries");
    private static final List<String> INFERENCE = List.of("allocations", "services");

    private World world;
    private String amendments;
    private int keys;

    @BeforeAll
    void start() {
        world = new World();
        String held = world.hold(world.acme, world.quote(world.acme, 40, 4).at("id"), "held")
                .send()
                .at("id");
        world.confirm(world.acme, held, "bought").send();
        amendments = "/api/v1/reservations/" + held + "/amendments";
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private Answer post(String path, String body) {
        return world.api
                .post(path, body)
                .bearer(world.acme.owner())
                .with("Idempotency-Key", "key-" + ++keys)
                .send();
    }

    private Answer get(String path) {
        return world.api.get(path).bearer(world.acme.owner()).send();
    }

    /** What a door takes: of training with a window, of inference without. */
    private String body(String door, String shape, String window) {
        String extra = switch (door) {
            case "services" -> ", \"maximum\": 1";
            case "allocations" -> "";
            default -> ", \"window\": " + window;
        };
        String named = door.equals("quotes") ? "" : "\"name\": \"n\", \"image\": \"" + InstantEngine.IMAGE + "\", ";
        return "{" + named + "\"project_id\": \"" + world.acme.project() + "\", \"shape\": " + shape + extra + "}";
    }

    private static String card(String quantity, boolean gang) {
        return "{\"model\": \"%s\", \"quantity\": %s, \"gang\": %s}".formatted(World.CARD, quantity, gang);
    }

    @Test
    void a_search_of_the_audit_log_whose_end_comes_before_its_start_is_refused() {
        Answer turned = world.api
                .get("/api/v1/audit-events?start=2026-03-02T00:00:00Z&end=2026-03-01T00:00:00Z")
                .bearer(world.acme.owner())
                .send();
        refused(turned, 422, "invalid_window", "end");
    }

    private void refused(Answer answer, int status, String code, String field) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.at("code")).as(answer.toString()).isEqualTo(code);
        assertThat(answer.at("field")).as(answer.toString()).isEqualTo(field);
        assertThat(answer.at("detail")).isNotBlank();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "in the past       | 2026-03-09T10:00:00Z | 2026-03-09T12:00:00Z",
                "off the grid      | 2026-03-11T10:30:00Z | 2026-03-11T12:30:00Z",
                "over the horizon  | 2026-12-01T10:00:00Z | 2026-12-01T12:00:00Z",
                "reversed          | 2026-03-11T12:00:00Z | 2026-03-11T10:00:00Z",
                "of no length      | 2026-03-11T12:00:00Z | 2026-03-11T12:00:00Z",
            })
    void a_window_that_cannot_be_booked_is_refused_at_every_door(String what, String start, String end) {
        String window = "{\"start\": \"" + start + "\", \"end\": \"" + end + "\"}";
        for (String door : TRAINING) {
            refused(post("/api/v1/" + door, body(door, card("1", false), window)), 422, "invalid_window", "window");
        }
        refused(post(amendments, window), 422, "invalid_window", "window");
        boolean ends = start.compareTo(end) < 0;
        refused(
                get("/api/v1/availability?model=" + World.CARD + "&start=" + start + "&end=" + end),
                422,
                "invalid_window",
                ends ? "window" : "end");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "an unknown model   | ?model=nvidia-h1000                                      | 422 | unknown_model   | model",
                "no units           | ?model=nvidia-a100-80gb&quantity=0                       | 422 | invalid_value   | quantity",
                "a million units    | ?model=nvidia-a100-80gb&quantity=1000000                 | 422 | invalid_value   | quantity",
                "an unknown profile | ?model=nvidia-a100-80gb&profile=9g.90gb                  | 422 | unknown_profile | profile",
                "too large a gang   | ?model=nvidia-a100-80gb&quantity=3&gang=true             | 422 | gang_too_large  | quantity",
                "an unknown site    | ?model=nvidia-a100-80gb&site=mars                        | 422 | unknown_site    | site",
                "an unknown model   | /days?model=nvidia-h1000                                 | 422 | unknown_model   | model",
                "an unknown site    | /days?model=nvidia-a100-80gb&site=mars                   | 422 | unknown_site    | site",
                "no days            | /days?model=nvidia-a100-80gb&days=0                      | 422 | invalid_value   | days",
                "too many days      | /days?model=nvidia-a100-80gb&days=181                    | 422 | invalid_value   | days",
                "days in the past   | /days?model=nvidia-a100-80gb&from=2026-03-09&days=1      | 422 | invalid_window  | from",
                "days far ahead     | /days?model=nvidia-a100-80gb&from=2026-12-01&days=1      | 422 | invalid_window  | from",
                "days until then    | /days?model=nvidia-a100-80gb&from=2026-05-01&days=180    | 422 | invalid_window  | from",
            })
    void what_can_never_be_free_is_not_counted(String what, String query, int status, String code, String field) {
        String window = "&start=2026-03-11T10:00:00Z&end=2026-03-11T12:00:00Z";
        refused(get("/api/v1/availability" + query + (query.startsWith("/days") ? "" : window)), status, code, field);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "an unknown model        | {\"model\": \"nvidia-h1000\"}                                    | unknown_model    | model",
                "an unknown profile      | {\"model\": \"nvidia-a100-80gb\", \"profile\": \"9g.90gb\"}         | unknown_profile  | profile",
                "no units                | {\"model\": \"nvidia-a100-80gb\", \"quantity\": 0}                | invalid_value    | quantity",
                "fewer than no units     | {\"model\": \"nvidia-a100-80gb\", \"quantity\": -1}               | invalid_value    | quantity",
                "a million units         | {\"model\": \"nvidia-a100-80gb\", \"quantity\": 1000000}          | invalid_value    | quantity",
                "too large a gang        | {\"model\": \"nvidia-a100-80gb\", \"quantity\": 3, \"gang\": true}  | gang_too_large   | quantity",
                "too much of one host    | {\"model\": \"nvidia-a100-80gb\", \"cpu_milli\": 20000000}        | invalid_value    | cpu_milli",
            })
    void a_shape_that_nobody_has_is_refused_at_every_door(String what, String shape, String code, String field) {
        for (String door : TRAINING) {
            refused(post("/api/v1/" + door, body(door, shape, OK)), 422, code, field);
        }
        for (String door : INFERENCE) {
            refused(post("/api/v1/" + door, body(door, shape, OK)), 422, code, field);
        }
    }

    @Test
    void an_amendment_to_what_cannot_be_held_is_refused() {
        for (String quantity : List.of("0", "-1", "2", "1000000")) {
            refused(post(amendments, "{\"quantity\": " + quantity + "}"), 422, "invalid_quantity", "quantity");
        }
        refused(post(amendments, "{\"site\": \"mars\"}"), 422, "unknown_site", "site");
        refused(post(amendments, "{\"quantity\": 1.5}"), 400, "invalid_value", "quantity");
        refused(post(amendments, "{\"start\": 7}"), 400, "invalid_value", "start");
    }

    @Test
    void so_many_replicas_as_nobody_runs_are_refused() throws Exception {
        for (String replicas : List.of("0", "65")) {
            var wanted = (ObjectNode) JSON.readTree(body("allocations", card("1", false), OK));
            wanted.set("replicas", JSON.readTree(replicas));
            refused(post("/api/v1/allocations", wanted.toString()), 422, "invalid_value", "replicas");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "quantity  | 1.5             | a whole number from 1 to 100000",
                "quantity  | true            | a whole number from 1 to 100000",
                "quantity  | \"1\"           | a whole number from 1 to 100000",
                "quantity  | [1]             | a whole number from 1 to 100000",
                "quantity  | 1e400           | a whole number from 1 to 100000",
                "memory_mib | 0.5            | a whole number from 0 to 1000000000",
                "gang      | 1               | true or false",
                "gang      | \"true\"        | true or false",
                "model     | 7               | text",
                "profile   | true            | text",
            })
    void a_value_of_another_kind_is_not_taken_for_one_that_fits(String field, String value, String takes)
            throws Exception {
        for (String door : List.of("quotes", "reservations", "waitlist-entries", "allocations", "services")) {
            var shape = (ObjectNode) JSON.readTree(card("1", false));
            shape.put("profile", World.SLICE);
            shape.set(field, JSON.readTree("1e400".equals(value) ? "1" : value));
            String sent = body(door, shape.toString(), OK);
            Answer answer = post(
                    "/api/v1/" + door,
                    "1e400".equals(value) ? sent.replace("\"quantity\":1", "\"quantity\":1e400") : sent);
            refused(answer, 400, "invalid_value", field);
            assertThat(answer.at("detail")).isEqualTo("\"" + field + "\" must be " + takes + ".");
        }
    }

    @Test
    void a_whole_number_may_be_written_with_a_point_and_an_instant_with_an_offset() {
        String window = "{\"start\": \"2026-03-11T11:00:00+01:00\", \"end\": \"2026-03-11T12:00:00Z\"}";
        Answer quote = post("/api/v1/quotes", body("quotes", card("1.0", false), window));
        assertThat(quote.status()).as(quote.toString()).isEqualTo(201);
        assertThat(quote.at("shape.quantity")).isEqualTo("1");
        assertThat(quote.at("window.start")).isEqualTo("2026-03-11T10:00:00Z");
    }

    @Test
    void an_instant_is_text_with_an_offset() {
        for (String start : List.of("7", "1773223200", "\"2026-03-11T10:00:00\"", "\"tomorrow\"", "null", "{}")) {
            String window = "{\"start\": " + start + ", \"end\": \"2026-03-11T12:00:00Z\"}";
            Answer answer = post("/api/v1/quotes", body("quotes", card("1", false), window));
            refused(answer, "null".equals(start) ? 422 : 400, "invalid_value", "start");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"region\": \"atlantis\", \"within_ms\": 5} | unknown_region        | limits.region",
                "{\"region\": \"paris\"}                      | invalid_limits        | limits",
                "{\"within_ms\": 5}                           | invalid_limits        | limits",
                "{\"jurisdictions\": [\"ZZ\"]}                | invalid_limits        | limits",
                "{\"jurisdictions\": [\"fr\"]}                | invalid_limits        | limits",
                "{\"jurisdictions\": [\"IT\"]}                | no_site_within_limits | limits",
                "{\"region\": \"paris\", \"within_ms\": 0}    | invalid_value         | within_ms",
            })
    void limits_that_make_no_sense_are_refused_at_every_door(String limits, String code, String field)
            throws Exception {
        for (String door : List.of("quotes", "reservations", "waitlist-entries", "allocations", "services")) {
            var wanted = (ObjectNode) JSON.readTree(body(door, card("1", false), OK));
            wanted.set("limits", JSON.readTree(limits));
            refused(post("/api/v1/" + door, wanted.toString()), 422, code, field);
        }
    }

    @Test
    void limits_come_back_with_what_was_asked_for_within_them() throws Exception {
        for (String door : List.of("quotes", "reservations", "waitlist-entries", "allocations", "services")) {
            String shape = "{\"model\": \"%s\", \"profile\": \"%s\"}".formatted(World.CARD, World.SLICE);
            var wanted = (ObjectNode) JSON.readTree(body(door, shape, OK));
            wanted.set(
                    "limits", JSON.readTree("{\"region\": \"paris\", \"within_ms\": 5, \"jurisdictions\": [\"FR\"]}"));
            Answer made = post("/api/v1/" + door, wanted.toString());
            assertThat(made.status()).as(made.toString()).isEqualTo(201);
            String path = "/api/v1/" + door;
            Answer seen = world.api
                    .get(path + "/" + made.at("id"))
                    .bearer(world.acme.owner())
                    .send();
            for (Answer each : List.of(made, seen)) {
                assertThat(each.at("limits.region")).isEqualTo("paris");
                assertThat(each.at("limits.within_ms")).isEqualTo("5");
                assertThat(each.at("limits.jurisdictions.0")).isEqualTo("FR");
            }
            if (!door.equals("quotes")) {
                assertThat(world.api.get(path).bearer(world.acme.owner()).send().at("items.0.limits.region"))
                        .isEqualTo("paris");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/api/v1/reservations?projekt_id=x, projekt_id",
        "/api/v1/allocations?limit=5&state=running&sort=name, sort",
        "/api/v1/sites?code=paris, code",
        "/api/v1/fleet/hosts?hosts=1, hosts",
    })
    void a_parameter_that_a_route_does_not_have_is_refused(String path, String unknown) {
        Answer answer = world.api.get(path).bearer(world.operator).send();
        refused(answer, 400, "unknown_parameter", unknown);
        assertThat(world.api.get(path).send().status()).isEqualTo(401);
    }
}
