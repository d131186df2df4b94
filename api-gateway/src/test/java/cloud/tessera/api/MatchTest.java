package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** From what a card is wanted for to shapes, over HTTP. */
@SuppressWarnings("NullAway.Init")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatchTest {
    private World world;

    @BeforeAll
    void start() {
        world = new World();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private Answer ask(String body) {
        return Ask.of(world.api.address(), "POST", "/api/v1/matches", body)
                .bearer(world.acme.owner())
                .send();
    }

    @Test
    void what_for_is_answered_with_shapes_prices_reasons_and_the_version_of_the_rules() {
        Answer answer = ask("""
                {"task": "llm-lora", "parameters_billion": 7, "precision": "bf16", "amount": 1e8,
                 "limits": {"region": "paris", "within_ms": 20, "jurisdictions": ["FR"]}}""");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.at("rules_version")).isNotBlank();
        assertThat(answer.at("unit")).isEqualTo("tokens");
        JsonNode match = answer.json().path("ranked").path(0);
        assertThat(match.path("sku").asText()).isEqualTo(World.CARD + "/card");
        assertThat(match.path("workload").asText()).isEqualTo("training");
        assertThat(match.path("price_for").asText()).isEqualTo("job");
        assertThat(match.path("hours").asInt()).isEqualTo(7);
        assertThat(match.path("price").path("currency").asText()).isEqualTo("EUR");
        assertThat(match.path("free_now").asBoolean()).isTrue();
        assertThat(match.path("reasons").toString()).contains("1 ms to paris (declared)", "MosaicML");
        assertThat(answer.json().path("ruled_out").isArray()).isTrue();

        String rules = Ask.of(world.api.address(), "GET", "/api/v1/matches/rules")
                .bearer(world.acme.owner())
                .send()
                .at("version");
        assertThat(rules).isEqualTo(answer.at("rules_version"));
    }

    @Test
    void what_makes_no_sense_is_refused_with_code_and_field() {
        refused("{\"task\": \"poetry\", \"precision\": \"int8\"}", "unknown_task", "task");
        refused("{\"task\": \"vision\", \"precision\": \"int3\"}", "unknown_precision", "precision");
        refused("{\"task\": \"vision\", \"precision\": \"int8\"}", "invalid_size", "parameters_billion");
        refused(
                "{\"task\": \"vision\", \"precision\": \"int8\", \"parameters_billion\": 1,"
                        + " \"limits\": {\"region\": \"atlantis\", \"within_ms\": 5}}",
                "unknown_region",
                "limits.region");
        refused(
                "{\"task\": \"vision\", \"precision\": \"int8\", \"parameters_billion\": 1, \"limits\": {\"region\": \"paris\"}}",
                "invalid_limits",
                "limits");
    }

    private void refused(String body, String code, String field) {
        Answer answer = ask(body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.at("code")).isEqualTo(code);
        assertThat(answer.at("field")).isEqualTo(field);
    }
}
