package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does when something breaks, over HTTP. */
@SuppressWarnings("NullAway.Init")
class FleetServiceTest {
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void a_host_goes_out_of_service_and_comes_back_and_its_work_goes_on_elsewhere() {
        String service = world.allocate(world.acme, "key").send().at("id");
        world.liveTo(Instant.parse("2026-03-10T09:30:00Z"));
        String place = "/api/v1/allocations/" + service + "/placement";
        String card = get(place, world.acme.owner()).at("items.0.device");
        String host = host(card);

        Answer failed = post("/api/v1/fleet/hosts/" + host + "/fail");

        assertThat(failed.status()).as(failed.toString()).isEqualTo(200);
        assertThat(failed.at("devices")).isEqualTo("2");
        assertThat(failed.at("healed")).isEqualTo("1");
        assertThat(cards("failed")).isEqualTo(2);
        assertThat(host(get(place, world.acme.owner()).at("items.0.device"))).isNotEqualTo(host);
        Answer again = post("/api/v1/fleet/hosts/" + host + "/fail");
        assertThat(again.at("devices") + " " + again.at("healed")).isEqualTo("2 0");
        assertThat(again.at("already")).isEqualTo("true");

        Answer repaired = post("/api/v1/fleet/hosts/" + host + "/repair");
        assertThat(repaired.status()).as(repaired.toString()).isEqualTo(200);
        assertThat(repaired.at("id")).isEqualTo(host);
        assertThat(repaired.at("failed")).isEqualTo("0");
        assertThat(cards("failed")).isZero();
        assertThat(post("/api/v1/fleet/hosts/999/fail").status()).isEqualTo(404);
        assertThat(post("/api/v1/fleet/hosts/999/repair").status()).isEqualTo(404);
    }

    @Test
    void a_host_is_drained_and_says_what_is_still_there() {
        String service = world.allocate(world.acme, "key").send().at("id");
        world.liveTo(Instant.parse("2026-03-10T09:30:00Z"));
        String host = host(get("/api/v1/allocations/" + service + "/placement", world.acme.owner())
                .at("items.0.device"));

        Answer drained = post("/api/v1/fleet/hosts/" + host + "/drain");
        assertThat(drained.status()).as(drained.toString()).isEqualTo(200);
        assertThat(drained.at("left.0.id")).isEqualTo(service);
        assertThat(drained.at("left.0.way")).isEqualTo("stays");
        assertThat(cards("draining")).isEqualTo(2);
        assertThat(get("/api/v1/fleet/hosts/" + host + "/claims", world.support).at("items.0.organization_id"))
                .isEqualTo(world.acme.id());

        assertThat(post("/api/v1/fleet/hosts/" + host + "/undrain").status()).isEqualTo(200);
        assertThat(cards("draining")).isZero();
        post("/api/v1/fleet/hosts/" + host + "/fail");
        Answer failed = post("/api/v1/fleet/hosts/" + host + "/drain");
        assertThat(failed.status()).isEqualTo(409);
        assertThat(failed.at("code")).isEqualTo("host_already_failed");
        assertThat(post("/api/v1/fleet/hosts/999/drain").status()).isEqualTo(404);
        assertThat(get("/api/v1/fleet/hosts/999/claims", world.support).status())
                .isEqualTo(404);
    }

    @Test
    void a_window_is_planned_named_by_what_it_refuses_and_cancelled() {
        String service = world.allocate(world.acme, "key").send().at("id");
        world.liveTo(Instant.parse("2026-03-10T09:30:00Z"));
        String host = host(get("/api/v1/allocations/" + service + "/placement", world.acme.owner())
                .at("items.0.device"));
        Answer no = plan(host, "2026-03-11T00:00:00Z", "one");
        assertThat(no.status()).as(no.toString()).isEqualTo(409);
        assertThat(no.at("code")).isEqualTo("maintenance_conflict");
        assertThat(no.at("detail")).contains("allocation “");

        String other = host.equals("1") ? "2" : "1";
        Answer planned = plan(other, "2026-03-11T00:00:00Z", "two");
        assertThat(planned.status()).as(planned.toString()).isEqualTo(201);
        assertThat(planned.at("state")).isEqualTo("planned");
        assertThat(planned.at("cards")).isEqualTo("2");
        String path = "/api/v1/fleet/maintenance";
        assertThat(get(path + "?open=true", world.support).at("items.0.id")).isEqualTo(planned.at("id"));
        assertThat(get(path + "/" + planned.at("id"), world.support).at("reason"))
                .isEqualTo("new firmware");
        assertThat(get("/api/v1/fleet/hosts/" + other + "/claims", world.support)
                        .at("items.0.kind"))
                .isEqualTo("maintenance");

        Answer cancelled = post(path + "/" + planned.at("id") + "/cancel");
        assertThat(cancelled.at("state")).isEqualTo("cancelled");
        assertThat(get(path + "?open=true", world.support).json().path("items")).isEmpty();
        assertThat(plan(other, "2026-03-09T00:00:00Z", "three").at("code")).isEqualTo("invalid_window");
        assertThat(plan("999", "2026-03-12T00:00:00Z", "four").status()).isEqualTo(404);
        assertThat(get(path + "/nothing", world.support).status()).isEqualTo(404);
    }

    private Answer plan(String host, String start, String key) {
        String end = Instant.parse(start).plusSeconds(7200).toString();
        return world.api
                .post("/api/v1/fleet/maintenance", """
                        {"scope": "host", "target": "%s", "window": {"start": "%s", "end": "%s"}, "move": true,
                         "reason": "new firmware"}""".formatted(host, start, end))
                .bearer(world.operator)
                .with("Idempotency-Key", key)
                .send();
    }

    private String host(String card) {
        return get("/api/v1/fleet/devices", world.operator)
                .json()
                .path("items")
                .valueStream()
                .filter(device -> device.path("id").asText().equals(card))
                .findFirst()
                .orElseThrow()
                .path("host_id")
                .asText();
    }

    private int cards(String health) {
        return get("/api/v1/fleet/devices?health=" + health, world.support)
                .json()
                .path("items")
                .size();
    }

    @Test
    void the_link_of_a_site_is_cut_and_restored() {
        Answer cut = link("paris", "{\"state\": \"down\"}");
        assertThat(cut.status()).as(cut.toString()).isEqualTo(200);
        assertThat(cut.at("link")).isEqualTo("down");
        assertThat(get("/api/v1/fleet/sites", world.support).at("items.0.link")).isEqualTo("down");

        Answer restored = link("paris", "{\"state\": \"up\"}");
        assertThat(restored.at("link")).isEqualTo("up");
        assertThat(restored.json().path("stock")).isNotEmpty();
        assertThat(link("nowhere", "{\"state\": \"up\"}").status()).isEqualTo(404);
        assertThat(link("paris", "{\"state\": \"sideways\"}").status()).isEqualTo(400);
        assertThat(link("paris", "{}").status()).isEqualTo(422);
    }

    @Test
    void the_latencies_of_a_site_are_set_measured_or_declared() {
        Answer set = latencies(
                "paris", "{\"latencies\": {\"lyon\": {\"ms\": 9, \"measured\": true}, \"paris\": {\"ms\": 2}}}");
        assertThat(set.status()).as(set.toString()).isEqualTo(200);
        assertThat(set.at("latencies.lyon.ms")).isEqualTo("9");
        assertThat(set.at("latencies.lyon.measured")).isEqualTo("true");
        assertThat(set.at("latencies.lyon.set")).isEqualTo("true");
        Answer seen = get("/api/v1/sites", world.acme.owner());
        assertThat(seen.at("items.0.latencies.paris.ms")).isEqualTo("2");
        assertThat(seen.at("items.0.latencies.paris.measured")).isEqualTo("false");

        Answer back = latencies("paris", "{\"latencies\": {}}");
        assertThat(back.json().path("latencies").has("lyon")).isFalse();
        assertThat(back.at("latencies.paris.ms")).isEqualTo("1");
        assertThat(back.at("latencies.paris.set")).isEqualTo("false");
        assertThat(latencies("nowhere", "{\"latencies\": {}}").status()).isEqualTo(404);
        assertThat(latencies("paris", "{}").status()).isEqualTo(422);
        assertThat(latencies("paris", "{\"latencies\": {\"lyon\": {\"ms\": 10001}}}")
                        .status())
                .isEqualTo(422);
        assertThat(latencies("paris", "{\"latencies\": {\"lyon\": {\"ms\": 9.5}}}")
                        .status())
                .isEqualTo(400);
        assertThat(latencies("paris", "{\"latencies\": {\"Big City\": {\"ms\": 9}}}")
                        .at("code"))
                .isEqualTo("invalid_latencies");
    }

    private Answer latencies(String site, String body) {
        return world.api
                .ask("PUT", "/api/v1/fleet/sites/" + site + "/latencies", body)
                .bearer(world.operator)
                .send();
    }

    private Answer link(String site, String body) {
        return world.api
                .ask("PUT", "/api/v1/fleet/sites/" + site + "/link", body)
                .bearer(world.operator)
                .send();
    }

    @Test
    void the_books_of_a_customer_balance_and_its_invoice_comes_out_the_same_again() {
        String block = world.hold(world.acme, world.quote(world.acme, 0, 24).at("id"), "key")
                .send()
                .at("id");
        world.confirm(world.acme, block, "key-2").send();
        world.liveTo(Instant.parse("2026-04-01T06:00:00Z"));
        world.issueInvoices();
        String invoice = get("/api/v1/invoices", world.acme.owner()).at("items.0.id");

        Answer ledger = get("/api/v1/organizations/" + world.acme.id() + "/ledger", world.support);
        assertThat(ledger.status()).as(ledger.toString()).isEqualTo(200);
        assertThat(ledger.text()).contains("receivable", "deferred_revenue");
        assertThat(ledger.json()
                        .path("items")
                        .valueStream()
                        .map(account -> new BigDecimal(
                                account.path("balance").path("amount").asText()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(BigDecimal.ZERO);

        Answer again = post("/api/v1/invoices/" + invoice + "/rerate");
        assertThat(again.status()).as(again.toString()).isEqualTo(200);
        assertThat(again.at("same")).isEqualTo("true");
        assertThat(again.at("again")).isEqualTo(again.at("issued"));
        assertThat(again.at("issued"))
                .isEqualTo(
                        get("/api/v1/invoices/" + invoice, world.acme.owner()).at("digest"));
    }

    private Answer get(String path, String bearer) {
        return world.api.get(path).bearer(bearer).send();
    }

    private Answer post(String path) {
        return world.api.post(path, "").bearer(world.operator).send();
    }
}
