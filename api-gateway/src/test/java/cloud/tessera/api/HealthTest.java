package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.api.health.Readiness;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What whoever runs the server asks it. */
class HealthTest {
    @Test
    void a_server_that_is_about_to_stop_lives_and_is_not_ready() {
        try (ApiServer api = new ApiServer()) {
            assertThat(api.get("/health/live").send().at("status")).isEqualTo("up");
            assertThat(api.get("/health/ready").send().status()).isEqualTo(200);

            api.bean(Readiness.class).drain();

            assertThat(api.get("/health/ready").send().status()).isEqualTo(503);
            assertThat(api.get("/health/live").send().status()).isEqualTo(200);
        }
    }

    @Test
    void metrics_are_for_this_machine_and_for_whoever_knows_the_token() {
        try (ApiServer api = new ApiServer(Map.of("tessera.metrics.token", "scrape-me"))) {
            api.get("/health/live").send();
            Answer here = api.get("/metrics").send();
            assertThat(here.status()).isEqualTo(200);
            assertThat(here.text())
                    .contains("http_server_requests_seconds_count", "/health/live", "tessera_packing_moves_total");

            Ask through = api.get("/metrics").with("X-Forwarded-For", "203.0.113.9");
            assertThat(through.send().status()).isEqualTo(404);
            assertThat(through.bearer("wrong").send().status()).isEqualTo(404);
            assertThat(through.bearer("scrape-me").send().status()).isEqualTo(200);
        }
    }
}
