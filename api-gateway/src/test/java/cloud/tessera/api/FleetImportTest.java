package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.document.FileText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines come into the fleet by the API: a fleet file, or a node list and where its hosts go. */
@SuppressWarnings("NullAway.Init")
class FleetImportTest {
    private static final String IMPORTS = "/api/v1/fleet/imports";
    private static final String NODES = """
            sn,cpu_milli,memory_mib,gpu,model
            node-1,64000,262144,2,P100
            node-2,96000,393216,8,G2
            node-3,32000,131072,0,
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

    private static Answer load(String query, String type, String content, String token) {
        return world.api
                .post(IMPORTS + query, content)
                .with("Content-Type", type)
                .bearer(token)
                .send();
    }

    private static Answer nodes(String query, String content) {
        return load(query, "text/csv", content, world.operator);
    }

    @Test
    void a_node_list_comes_in_at_the_site_and_pool_that_are_named() {
        String target = "?site=lyon&site_name=Lyon%201&jurisdiction=FR&pool=lyon-cards&private_cards=true";
        Answer first = nodes(target, NODES);
        assertThat(first.status()).as(first.toString()).isEqualTo(200);
        assertThat(first.at("hosts")).isEqualTo("2");
        assertThat(first.at("devices")).isEqualTo("10");
        assertThat(first.json().path("fungible_models").toString()).isEqualTo("[\"G2\",\"P100\"]");
        assertThat(nodes(target, NODES).at("added")).isEqualTo("0");

        Answer hosts = world.api
                .get("/api/v1/fleet/hosts?site=lyon&pool=lyon-cards")
                .bearer(world.operator)
                .send();
        assertThat(hosts.at("items.0.name")).as(hosts.toString()).isEqualTo("node-1");
        Answer sites =
                world.api.get("/api/v1/fleet/sites").bearer(world.operator).send();
        assertThat(sites.text()).contains("Lyon 1", "\"jurisdiction\":\"FR\"");
    }

    @Test
    void a_node_list_without_a_target_goes_to_the_usual_one() {
        assertThat(nodes("", NODES).status()).isEqualTo(200);
        Answer hosts = world.api
                .get("/api/v1/fleet/hosts?site=openb&pool=openb")
                .bearer(world.operator)
                .send();
        assertThat(hosts.at("items.1.name")).as(hosts.toString()).isEqualTo("node-2");
    }

    @Test
    void faults_of_a_node_list_and_of_its_target_are_named() {
        Answer line = nodes("?file=spring.csv&site=nowhere", NODES + "node-4,1,1,two,G2\n");
        assertThat(line.status()).isEqualTo(422);
        assertThat(line.at("code")).isEqualTo("fleet_import_invalid");
        assertThat(line.at("detail")).startsWith("spring.csv:5: gpu must be a whole number");
        Answer site = nodes("?site=Lyon", NODES);
        assertThat(site.status()).isEqualTo(422);
        assertThat(site.at("code")).isEqualTo("fleet_import_invalid");
        assertThat(site.at("field")).isEqualTo("site");
        assertThat(nodes("?site=nowhere&jurisdiction=fr", NODES).at("field")).isEqualTo("jurisdiction");
        Answer nowhere = nodes("?site=nowhere&jurisdiction=ZZ", NODES);
        assertThat(nowhere.status()).isEqualTo(422);
        assertThat(nowhere.at("detail")).isEqualTo("jurisdiction must be a country by ISO 3166-1, such as FR.");
        Answer beside = load("?site=lyon", "application/yaml", "format: 1", world.operator);
        assertThat(beside.status()).isEqualTo(422);
        assertThat(beside.at("code")).isEqualTo("target_in_file");
        assertThat(world.api
                        .get("/api/v1/fleet/sites")
                        .bearer(world.operator)
                        .send()
                        .text())
                .doesNotContain("nowhere");
    }

    @Test
    void only_operators_bring_machines() {
        assertThat(load("", "text/csv", NODES, world.support).status()).isEqualTo(403);
        assertThat(load("", "text/csv", NODES, world.acme.owner()).status()).isEqualTo(403);
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "/api/v1/fleet/imports,text/csv",
        "/api/v1/fleet/imports,application/yaml",
        "/api/v1/price-book,text/csv"
    })
    void a_file_may_have_ten_mebibytes_and_not_a_byte_more(String path, String type) {
        Answer most = send(path, type, "x".repeat(FileText.LARGEST));
        assertThat(most.status()).as(most.toString()).isEqualTo(422);
        Answer more = send(path, type, "x".repeat(FileText.LARGEST + 1));
        assertThat(more.status()).isEqualTo(413);
        assertThat(more.at("code")).isEqualTo("too_large");
        assertThat(more.at("detail")).contains("10 MiB");
        assertThat(more.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void what_is_no_file_may_have_one_mebibyte() {
        Answer more = send("/api/v1/projects", "application/json", "{\"name\": \"" + "x".repeat(1 << 20) + "\"}");
        assertThat(more.status()).isEqualTo(413);
        assertThat(more.at("code")).isEqualTo("too_large");
    }

    private static Answer send(String path, String type, String content) {
        return world.api
                .post(path, content)
                .with("Content-Type", type)
                .bearer(world.operator)
                .send();
    }
}
