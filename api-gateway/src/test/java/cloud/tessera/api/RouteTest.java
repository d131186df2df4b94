package cloud.tessera.api;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.quota.term.Role;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route that the server has: without a credential, for another organization, and for every role. */
@SuppressWarnings("NullAway.Init")
class RouteTest {
    private static World world;
    private static Map<String, String> ofGlobex;
    private static Map<String, String> ofAcme;

    @BeforeAll
    static void start() {
        world = new World();
        Map<String, String> globex = work(world.globex);
        Map<String, String> acme = work(world.acme);
        world.liveTo(Instant.parse("2026-04-01T06:00:00Z"));
        world.issueInvoices();
        ofGlobex = things(world.globex, globex);
        ofAcme = things(world.acme, acme);
        world.seal();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** A block of March, for the invoice. */
    private static Map<String, String> work(World.Customer customer) {
        String quote = world.quote(customer, 0, 24).at("id");
        String block = world.hold(customer, quote, "first").send().at("id");
        world.confirm(customer, block, "confirm-first").send();
        return Map.of("reservation", block);
    }

    /** One of everything that an organization can have. */
    private static Map<String, String> things(World.Customer customer, Map<String, String> before) {
        Map<String, String> of = new HashMap<>(before);
        of.put("organization", customer.id());
        of.put("project", customer.project());
        of.put("service", world.service(customer, "service").send().at("id"));
        of.put("allocation", world.allocate(customer, "allocation").send().at("id"));
        of.put("quote", world.quote(customer, 2400, 6).at("id"));
        String later = world.quote(customer, 2500, 6).at("id");
        String coming = world.hold(customer, later, "coming").send().at("id");
        Answer bought = world.confirm(customer, coming, "confirm-coming").send();
        of.put("coming", coming);
        String end = Instant.parse(bought.at("window.end"))
                .minus(Duration.ofHours(1))
                .toString();
        of.put(
                "amendment",
                world.api
                        .post("/api/v1/reservations/" + coming + "/amendments", "{\"end\": \"" + end + "\"}")
                        .bearer(customer.owner())
                        .with("Idempotency-Key", "amend-" + coming)
                        .send()
                        .at("id"));
        of.put("return", returnQuote(customer, coming));
        of.put("returned", returned(customer));
        of.put(
                "entry",
                world.api
                        .post("/api/v1/waitlist-entries", """
                                {"name": "later", "image": "%s", "project_id": "%s", "shape": {"model": "%s"},
                                 "window": {"start": "2026-06-01T00:00:00Z", "end": "2026-06-01T06:00:00Z"}}""".formatted(
                                        InstantEngine.IMAGE, customer.project(), World.CARD))
                        .bearer(customer.owner())
                        .with("Idempotency-Key", "wait")
                        .send()
                        .at("id"));
        of.put("maintenance", window());
        of.put("invoice", get(customer, "/api/v1/invoices").at("items.0.id"));
        of.put("member", spareMember(customer));
        Answer key = world.api
                .post("/api/v1/api-keys", "{\"name\": \"spare\", \"role\": \"viewer\"}")
                .bearer(customer.owner())
                .send();
        of.put("key", key.at("key.id"));
        world.token("owner@" + customer.organization().slug() + ".test");
        of.put("session", get(customer, "/api/v1/me/sessions").at("items.0.id"));
        assertThat(of.values())
                .as("things of " + customer.organization().name())
                .doesNotContain("");
        return of;
    }

    /** A maintenance window that is in nobody's way, because it is cancelled. */
    private static String window() {
        String id = world.api
                .post("/api/v1/fleet/maintenance", """
                        {"scope": "host", "target": "2", "reason": "new firmware",
                         "window": {"start": "2026-05-01T00:00:00Z", "end": "2026-05-01T06:00:00Z"}}""")
                .bearer(world.operator)
                .with("Idempotency-Key", "window")
                .send()
                .at("id");
        world.api
                .post("/api/v1/fleet/maintenance/" + id + "/cancel", "")
                .bearer(world.operator)
                .send();
        return id;
    }

    private static String returnQuote(World.Customer customer, String reservation) {
        return post(customer, "/api/v1/reservations/" + reservation + "/return-quotes", "{}")
                .at("id");
    }

    /** A block that was bought and returned. */
    private static String returned(World.Customer customer) {
        String quote = world.quote(customer, 2600, 6).at("id");
        String block = world.hold(customer, quote, "returned").send().at("id");
        world.confirm(customer, block, "confirm-returned").send();
        String asked = returnQuote(customer, block);
        return post(customer, "/api/v1/reservations/" + block + "/return", "{\"quote_id\": \"" + asked + "\"}")
                .at("id");
    }

    private static Answer post(World.Customer customer, String path, String body) {
        return world.api
                .post(path, body)
                .bearer(customer.owner())
                .with("Idempotency-Key", path)
                .send();
    }

    /** Somebody whom a test may send away: the people of the roles are still to ask. */
    private static String spareMember(World.Customer customer) {
        String email = "spare@" + customer.organization().slug() + ".test";
        Answer added = world.api
                .post("/api/v1/members", """
                        {"email": "%s", "display_name": "Spare", "role": "viewer", "password": "%s"}""".formatted(email, World.PASSWORD))
                .bearer(customer.owner())
                .send();
        return added.at("person_id");
    }

    private static Answer get(World.Customer customer, String path) {
        return world.api.get(path).bearer(customer.owner()).send();
    }

    static Stream<Route> guarded() {
        return Routes.GUARDED.stream();
    }

    @Test
    void every_route_of_the_server_has_an_expectation() {
        Set<String> expected = Stream.concat(Routes.GUARDED.stream().map(Route::name), Routes.OPEN.stream())
                .collect(Collectors.toSet());

        Set<String> there = world.api
                .bean(Router.class)
                .uriRoutes()
                .map(RouteTest::name)
                .filter(name -> !name.startsWith("HEAD ") && !name.startsWith("OPTIONS "))
                .collect(Collectors.toSet());

        assertThat(minus(there, expected))
                .as("routes of the server without an expectation in Routes")
                .isEmpty();
        assertThat(minus(expected, there)).as("expectations without a route").isEmpty();
    }

    private static Set<String> minus(Set<String> these, Set<String> those) {
        return these.stream().filter(name -> !those.contains(name)).collect(Collectors.toSet());
    }

    private static String name(UriRouteInfo<?, ?> route) {
        return route.getHttpMethodName() + " "
                + route.getUriMatchTemplate().toPathString().replaceAll("\\{[?&][^}]*}", "");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guarded")
    void it_answers_nobody_without_a_credential(Route route) {
        Answer answer = ask(route, ofGlobex, "").send();

        assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
        assertThat(answer.at("code")).isEqualTo("unauthenticated");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guarded")
    void it_shows_another_organization_nothing(Route route) {
        Answer answer = ask(route, ofGlobex, world.acme.owner()).send();

        switch (route.foreign()) {
            case NOT_FOUND -> assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
            case FORBIDDEN -> assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
            case ABSENT -> assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            case NOTHING -> assertThat(answer.status()).as(answer.toString()).isLessThan(500);
        }
        assertThat(answer.text()).doesNotContain(ofGlobex.values());
        if (route.name().endsWith("sign-out")) {
            world.acme.tokens().put(Role.OWNER, world.token("owner@acme.test"));
        }
    }

    @Test
    void what_is_absent_for_another_organization_is_there_for_its_own() {
        for (Route route : Routes.GUARDED) {
            if (route.foreign() == Route.Foreign.ABSENT) {
                assertThat(ask(route, ofGlobex, world.globex.owner()).send().text())
                        .as(route.name())
                        .containsAnyOf(ofGlobex.values().toArray(String[]::new));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guarded")
    void it_answers_the_roles_that_may_use_it_and_no_other(Route route) {
        for (Role role : Role.values()) {
            String token = world.token(role.text() + "@acme.test");
            int status = ask(route, ofAcme, token).send().status();
            expect(route, role.text(), status, route.roles().contains(role));
        }
        expect(route, "operator", statusFor(route, "operator"), contains(route, "OPERATOR"));
        expect(route, "support", statusFor(route, "support"), contains(route, "SUPPORT"));
        if (route.name().endsWith("end-others")) {
            for (Role role : Role.values()) {
                world.acme.tokens().put(role, world.token(role.text() + "@acme.test"));
            }
        }
    }

    private static int statusFor(Route route, String person) {
        return ask(route, ofAcme, world.token(person + "@tessera.test")).send().status();
    }

    private static boolean contains(Route route, String platformRole) {
        return route.platform().stream().anyMatch(r -> r.name().equals(platformRole));
    }

    /**
     * What is asked for is there and acme's own, so that only the role can be the reason for a no: 404 would come of a
     * thing that is not found, even where nobody looked at the role.
     */
    private static void expect(Route route, String role, int status, boolean allowed) {
        String what = route.name() + " for " + role;
        if (!allowed) {
            assertThat(status).as(what).isEqualTo(403);
        } else if (route.method().equals("GET")) {
            assertThat(status).as(what).isEqualTo(200);
        } else {
            assertThat(status).as(what).isNotIn(401, 403, 405).isLessThan(500);
        }
    }

    private static Ask ask(Route route, Map<String, String> names, String token) {
        Ask ask = world.api
                .ask(route.method(), fill(route.path(), names), fill(route.body(), names))
                .bearer(token)
                .with("Idempotency-Key", UUID.randomUUID().toString())
                .with("If-Match", "\"1\"");
        if (route.body().startsWith("sku,") || route.body().startsWith("sn,")) {
            return ask.with("Content-Type", "text/csv");
        }
        return route.body().startsWith("format:") ? ask.with("Content-Type", "application/yaml") : ask;
    }

    private static String fill(String text, Map<String, String> names) {
        String filled = text.replace("{new}", "n" + UUID.randomUUID().toString().replace("-", ""));
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    @Test
    void ids_of_another_form_or_kind_name_nothing() {
        for (String id : List.of("1", "x", world.acme.project(), "rsv_zzzzzzzzzzzzzzzzzzzzzzzzzz", "%00", "..%2f..")) {
            Answer answer = world.api
                    .get("/api/v1/reservations/" + id)
                    .bearer(world.acme.owner())
                    .send();
            assertThat(answer.status()).as(id).isIn(400, 404);
        }
    }
}
