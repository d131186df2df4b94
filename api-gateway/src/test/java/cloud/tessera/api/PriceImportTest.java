package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prices come into the book by the API, and what has one can be sold. */
@SuppressWarnings("NullAway.Init")
class PriceImportTest {
    private static final String FILE = """
            sku,workload,site,currency,from,until,rate_per_hour,source
            nvidia-a100-80gb/7g.80gb,training,*,EUR,2026-01-01T00:00:00Z,,1.75,list
            """;
    private static World world;

    @BeforeAll
    static void start() {
        world = new World();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void what_had_no_price_can_be_quoted_once_an_operator_has_loaded_one() {
        assertThat(quote().at("code")).isEqualTo("no_price");

        Answer first = load(FILE, world.operator);
        assertThat(first.status()).as(first.toString()).isEqualTo(200);
        assertThat(first.at("prices")).isEqualTo("1");
        assertThat(first.at("added")).isEqualTo("1");
        assertThat(load(FILE, world.operator).at("added")).isEqualTo("0");

        Answer quote = quote();
        assertThat(quote.status()).as(quote.toString()).isEqualTo(201);
    }

    @Test
    void a_fault_names_line_and_reason_and_nothing_is_loaded() {
        Answer answer =
                load(FILE.replace("7g.80gb", "3g.40gb") + "a/card,training,*,EUR,soon,,1,list\n", world.operator);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("code")).isEqualTo("price_file_invalid");
        assertThat(answer.at("detail")).startsWith("autumn.csv:3: from must be a whole UTC hour");
        assertThat(load(FILE.replace("*", "moon"), world.operator).at("detail"))
                .startsWith("autumn.csv:2: there is no site moon: the fleet has ");
        assertThat(world.api
                        .get("/api/v1/prices?sku=nvidia-a100-80gb/3g.40gb")
                        .bearer(world.operator)
                        .send()
                        .text())
                .doesNotContain("3g.40gb");
    }

    @Test
    void only_operators_load_prices() {
        assertThat(load(FILE, world.support).status()).isEqualTo(403);
        assertThat(load(FILE, world.acme.owner()).status()).isEqualTo(403);
    }

    private static Answer load(String file, String token) {
        return world.api
                .post("/api/v1/price-book?file=autumn.csv", file)
                .with("Content-Type", "text/csv")
                .bearer(token)
                .send();
    }

    private static Answer quote() {
        return world.api
                .post("/api/v1/quotes", """
                        {"project_id": "%s", "shape": {"model": "%s", "profile": "7g.80gb"}, "window": %s}""".formatted(world.acme.project(), World.CARD, World.window(48, 6)))
                .bearer(world.acme.owner())
                .send();
    }
}
