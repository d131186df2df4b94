package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the API is committed, so that a change of the contract is seen in review. */
@SuppressWarnings("NullAway.Init")
class DescriptionTest {
    private static final Path COMMITTED = Path.of("openapi.yaml");
    private static final String RENEW = "tessera.openapi.renew";

    private static ApiServer api;

    @BeforeAll
    static void start() {
        api = new ApiServer();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void the_committed_description_is_the_one_that_is_served() throws IOException {
        Answer answer = api.get("/api/v1/openapi.yaml").send();
        assertThat(answer.status()).isEqualTo(200);
        if (Boolean.getBoolean(RENEW)) {
            Files.writeString(COMMITTED, answer.text());
        }

        assertThat(answer.text())
                .as(
                        "api-gateway/openapi.yaml differs from what the code says. If the change of the API is meant, renew it"
                                + " with: ops/jdk mvn -pl api-gateway -am test -Dtest=DescriptionTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -D" + RENEW + "=true")
                .isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    void the_description_is_openapi_3_1_and_every_operation_has_a_name_and_says_how_it_refuses() {
        JsonNode description =
                Operations.read(api.get("/api/v1/openapi.yaml").send().text());

        assertThat(description.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(Operations.of(description)).isNotEmpty().allSatisfy(operation -> {
            assertThat(operation.name()).as(operation.toString()).matches("[a-z][A-Za-z]+");
            assertThat(operation.answers()).as(operation.toString()).contains("4XX");
            assertThat(operation.parameters()).as(operation.toString()).doesNotContain("caller");
        });
        assertThat(Operations.of(description).stream().map(Operations.Operation::name))
                .doesNotHaveDuplicates();
    }

    @Test
    void the_pages_of_the_api_name_no_foreign_host() {
        Answer page = api.get("/api/docs").send();

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).doesNotContain("http:", "https:");
        assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'", "frame-ancestors 'none'");
        for (String asset : new String[] {"swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"}) {
            Answer answer = api.get("/api/docs/" + asset).with("Accept", "*/*").send();
            assertThat(answer.status()).as(asset).isEqualTo(200);
        }
    }
}
