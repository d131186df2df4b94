package cloud.tessera.api;

import static cloud.tessera.api.Route.ALL;
import static cloud.tessera.api.Route.AUDITORS;
import static cloud.tessera.api.Route.BOTH;
import static cloud.tessera.api.Route.BUILDERS;
import static cloud.tessera.api.Route.Foreign.ABSENT;
import static cloud.tessera.api.Route.Foreign.FORBIDDEN;
import static cloud.tessera.api.Route.Foreign.NOTHING;
import static cloud.tessera.api.Route.Foreign.NOT_FOUND;
import static cloud.tessera.api.Route.NEITHER;
import static cloud.tessera.api.Route.NOBODY;
import static cloud.tessera.api.Route.OPERATOR;
import static cloud.tessera.api.Route.OWNER;

import cloud.tessera.api.Route.Foreign;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Role;
import java.util.List;
import java.util.Set;

/**
 * The expectations of every route behind a credential, and the routes that need none. A route that the server has and
 * that is not here fails {@link RouteTest}.
 */
final class Routes {
    private static final String SPAN = "?start=2026-03-01T00:00:00Z&end=2026-04-10T00:00:00Z";
    /** A week, which is as much as {@code /utilisation} tells at once. */
    private static final String WEEK = "?start=2026-03-09T00:00:00Z&end=2026-03-16T00:00:00Z";

    private static final String SHAPE = "{\"model\": \"nvidia-a100-80gb\", \"profile\": \"1g.10gb\"}";
    private static final String WINDOW = "{\"start\": \"2026-06-01T00:00:00Z\", \"end\": \"2026-06-01T06:00:00Z\"}";

    /** Open by design: what it takes to get a credential, to check one, to learn the API, and to run the server. */
    static final Set<String> OPEN = Set.of(
            "POST /api/v1/auth/token",
            "GET /api/v1/.well-known/jwks.json",
            "GET /api/v1/openapi.yaml",
            "GET /api/docs",
            "GET /api/docs/{file}",
            "GET /health/live",
            "GET /health/ready",
            "GET /metrics");

    static final List<Route> GUARDED = List.of(
            read("/api/v1/me", ALL, BOTH, NOTHING),
            new Route(
                    "POST /api/v1/me/password",
                    "/api/v1/me/password",
                    "{\"present_password\": \"not this one\", \"new_password\": \"another password\"}",
                    ALL,
                    BOTH,
                    NOTHING),
            read("/api/v1/me/sessions", ALL, BOTH, ABSENT),
            new Route("DELETE /api/v1/me/sessions/{id}", "/api/v1/me/sessions/{session}", "", ALL, BOTH, NOT_FOUND),
            new Route("POST /api/v1/me/sessions/end-others", "/api/v1/me/sessions/end-others", "", ALL, BOTH, NOTHING),
            read("/api/v1/me/second-factor", ALL, BOTH, NOTHING),
            new Route(
                    "POST /api/v1/me/second-factor",
                    "/api/v1/me/second-factor",
                    "{\"password\": \"not this one\"}",
                    ALL,
                    BOTH,
                    NOTHING),
            new Route(
                    "POST /api/v1/me/second-factor/confirm",
                    "/api/v1/me/second-factor/confirm",
                    "{\"otp\": \"000000\"}",
                    ALL,
                    BOTH,
                    NOTHING),
            new Route(
                    "POST /api/v1/me/second-factor/off",
                    "/api/v1/me/second-factor/off",
                    "{\"password\": \"not this one\", \"otp\": \"000000\"}",
                    ALL,
                    BOTH,
                    NOTHING),
            read("/api/v1/accelerators", ALL, BOTH, NOTHING),
            read("/api/v1/shapes", ALL, BOTH, NOTHING),
            read("/api/v1/images", ALL, BOTH, NOTHING),
            read("/api/v1/sites", ALL, BOTH, NOTHING),
            read("/api/v1/prices", ALL, BOTH, NOTHING),
            new Route(
                    "GET /api/v1/availability",
                    "/api/v1/availability?model=nvidia-a100-80gb&start=2026-06-01T00:00:00Z&end=2026-06-01T06:00:00Z",
                    "",
                    ALL,
                    BOTH,
                    NOTHING),
            new Route(
                    "GET /api/v1/availability/days",
                    "/api/v1/availability/days?model=nvidia-a100-80gb&from=2026-06-01&days=3",
                    "",
                    ALL,
                    BOTH,
                    NOTHING),
            new Route(
                    "POST /api/v1/matches",
                    "/api/v1/matches",
                    "{\"task\": \"llm-lora\", \"parameters_billion\": 7, \"precision\": \"bf16\"}",
                    ALL,
                    BOTH,
                    NOTHING),
            read("/api/v1/matches/rules", ALL, BOTH, NOTHING),
            new Route(
                    "POST /api/v1/quotes",
                    "/api/v1/quotes",
                    "{\"project_id\": \"{project}\", \"shape\": " + SHAPE + ", \"window\": " + WINDOW + "}",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            read("/api/v1/quotes/{id}", "/api/v1/quotes/{quote}", ALL, BOTH, NOT_FOUND),
            new Route(
                    "POST /api/v1/reservations",
                    "/api/v1/reservations",
                    "{\"name\": \"n\", \"image\": \"hello\", \"quote_id\": \"{quote}\"}",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            read("/api/v1/reservations", ALL, BOTH, ABSENT),
            read("/api/v1/reservations/{id}", "/api/v1/reservations/{reservation}", ALL, BOTH, NOT_FOUND),
            act("/api/v1/reservations/{id}/confirm", "/api/v1/reservations/{reservation}/confirm", BUILDERS),
            act("/api/v1/reservations/{id}/cancel", "/api/v1/reservations/{reservation}/cancel", BUILDERS),
            new Route(
                    "POST /api/v1/reservations/{id}/amendments",
                    "/api/v1/reservations/{reservation}/amendments",
                    "{\"end\": \"2026-06-01T06:00:00Z\"}",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            read(
                    "/api/v1/reservations/{id}/amendments/{amendment}",
                    "/api/v1/reservations/{coming}/amendments/{amendment}",
                    ALL,
                    BOTH,
                    NOT_FOUND),
            act(
                    "/api/v1/reservations/{id}/amendments/{amendment}/apply",
                    "/api/v1/reservations/{coming}/amendments/{amendment}/apply",
                    BUILDERS),
            act(
                    "/api/v1/reservations/{id}/cancellation-quotes",
                    "/api/v1/reservations/{reservation}/cancellation-quotes",
                    BUILDERS),
            read("/api/v1/cancellation-steps", ALL, BOTH, NOTHING),
            new Route(
                    "POST /api/v1/reservations/{id}/return-quotes",
                    "/api/v1/reservations/{coming}/return-quotes",
                    "{}",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            new Route(
                    "POST /api/v1/reservations/{id}/return",
                    "/api/v1/reservations/{coming}/return",
                    "{\"quote_id\": \"{return}\"}",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            read("/api/v1/returns", ALL, BOTH, ABSENT),
            read("/api/v1/returns/{id}", "/api/v1/returns/{return}", ALL, BOTH, NOT_FOUND),
            new Route("DELETE /api/v1/returns/{id}", "/api/v1/returns/{return}", "", BUILDERS, OPERATOR, NOT_FOUND),
            act("/api/v1/reservations/{id}/credentials", "/api/v1/reservations/{reservation}/credentials", BUILDERS),
            read(
                    "/api/v1/reservations/{id}/timeline",
                    "/api/v1/reservations/{reservation}/timeline",
                    ALL,
                    BOTH,
                    NOT_FOUND),
            read(
                    "/api/v1/reservations/{id}/placement",
                    "/api/v1/reservations/{reservation}/placement",
                    ALL,
                    BOTH,
                    NOT_FOUND),
            read(
                    "/api/v1/reservations/{id}/utilisation",
                    "/api/v1/reservations/{reservation}/utilisation" + WEEK,
                    ALL,
                    BOTH,
                    NOT_FOUND),
            new Route(
                    "POST /api/v1/allocations",
                    "/api/v1/allocations",
                    "{\"project_id\": \"{project}\", \"name\": \"n\", \"image\": \"hello\", \"shape\": " + SHAPE + "}",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            read("/api/v1/allocations", ALL, BOTH, ABSENT),
            read("/api/v1/allocations/{id}", "/api/v1/allocations/{allocation}", ALL, BOTH, NOT_FOUND),
            act("/api/v1/allocations/{id}/credentials", "/api/v1/allocations/{allocation}/credentials", BUILDERS),
            read(
                    "/api/v1/allocations/{id}/timeline",
                    "/api/v1/allocations/{allocation}/timeline",
                    ALL,
                    BOTH,
                    NOT_FOUND),
            read(
                    "/api/v1/allocations/{id}/placement",
                    "/api/v1/allocations/{allocation}/placement",
                    ALL,
                    BOTH,
                    NOT_FOUND),
            read(
                    "/api/v1/allocations/{id}/utilisation",
                    "/api/v1/allocations/{allocation}/utilisation" + WEEK,
                    ALL,
                    BOTH,
                    NOT_FOUND),
            new Route(
                    "POST /api/v1/waitlist-entries",
                    "/api/v1/waitlist-entries",
                    "{\"name\": \"n\", \"image\": \"hello\", \"project_id\": \"{project}\", \"shape\": " + SHAPE
                            + ", \"window\": " + WINDOW + "}",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            read("/api/v1/waitlist-entries", ALL, BOTH, ABSENT),
            read("/api/v1/waitlist-entries/{id}", "/api/v1/waitlist-entries/{entry}", ALL, BOTH, NOT_FOUND),
            new Route(
                    "DELETE /api/v1/waitlist-entries/{id}",
                    "/api/v1/waitlist-entries/{entry}",
                    "",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            new Route(
                    "DELETE /api/v1/allocations/{id}",
                    "/api/v1/allocations/{allocation}",
                    "",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            new Route(
                    "POST /api/v1/allocations/{id}/move",
                    "/api/v1/allocations/{allocation}/move",
                    "",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            new Route(
                    "POST /api/v1/services",
                    "/api/v1/services",
                    "{\"project_id\": \"{project}\", \"name\": \"n\", \"image\": \"hello\", \"maximum\": 2, \"shape\": "
                            + SHAPE + "}",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            read("/api/v1/services", ALL, BOTH, ABSENT),
            read("/api/v1/services/{id}", "/api/v1/services/{service}", ALL, BOTH, NOT_FOUND),
            read("/api/v1/services/{id}/replicas", "/api/v1/services/{service}/replicas", ALL, BOTH, NOT_FOUND),
            read("/api/v1/services/{id}/spend", "/api/v1/services/{service}/spend", ALL, BOTH, NOT_FOUND),
            read("/api/v1/services/{id}/timeline", "/api/v1/services/{service}/timeline", ALL, BOTH, NOT_FOUND),
            new Route(
                    "PATCH /api/v1/services/{id}",
                    "/api/v1/services/{service}",
                    "{\"desired\": 2}",
                    BUILDERS,
                    OPERATOR,
                    NOT_FOUND),
            new Route("DELETE /api/v1/services/{id}", "/api/v1/services/{service}", "", BUILDERS, OPERATOR, NOT_FOUND),
            read("/api/v1/quotas", "/api/v1/quotas?project_id={project}", ALL, BOTH, NOT_FOUND),
            new Route(
                    "PUT /api/v1/projects/{id}/quotas/{workload}/{family}",
                    "/api/v1/projects/{project}/quotas/inference/a100",
                    "{\"parts\": 1260000}",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            read("/api/v1/usage", "/api/v1/usage" + SPAN + "&organization_id={organization}", ALL, BOTH, NOT_FOUND),
            read(
                    "/api/v1/usage/running-month",
                    "/api/v1/usage/running-month?organization_id={organization}",
                    ALL,
                    BOTH,
                    NOT_FOUND),
            read("/api/v1/invoices", ALL, BOTH, ABSENT),
            read("/api/v1/invoices/{id}", "/api/v1/invoices/{invoice}", ALL, BOTH, NOT_FOUND),
            read("/api/v1/invoices/{id}/lines", "/api/v1/invoices/{invoice}/lines", ALL, BOTH, NOT_FOUND),
            read(
                    "/api/v1/invoices/{id}/lines/{line}/explanation",
                    "/api/v1/invoices/{invoice}/lines/1/explanation",
                    ALL,
                    BOTH,
                    NOT_FOUND),
            read("/api/v1/invoices/{id}/pdf", "/api/v1/invoices/{invoice}/pdf", ALL, BOTH, NOT_FOUND),
            read("/api/v1/invoices/{id}/csv", "/api/v1/invoices/{invoice}/csv", ALL, BOTH, NOT_FOUND),
            new Route(
                    "POST /api/v1/invoices/{id}/mark-paid",
                    "/api/v1/invoices/{invoice}/mark-paid",
                    "",
                    NOBODY,
                    OPERATOR,
                    NOT_FOUND),
            new Route(
                    "POST /api/v1/invoices/{id}/rerate",
                    "/api/v1/invoices/{invoice}/rerate",
                    "",
                    NOBODY,
                    BOTH,
                    FORBIDDEN),
            read("/api/v1/projects", "/api/v1/projects?organization_id={organization}", ALL, BOTH, NOT_FOUND),
            read("/api/v1/projects/{id}", "/api/v1/projects/{project}", ALL, BOTH, NOT_FOUND),
            new Route("POST /api/v1/projects", "/api/v1/projects", "{\"name\": \"{new}\"}", BUILDERS, NEITHER, NOTHING),
            read("/api/v1/members", "/api/v1/members?organization_id={organization}", ALL, BOTH, NOT_FOUND),
            new Route(
                    "POST /api/v1/members",
                    "/api/v1/members?organization_id={organization}",
                    "{\"email\": \"{new}@x.test\", \"display_name\": \"N\", \"role\": \"viewer\","
                            + " \"password\": \"a long password\"}",
                    OWNER,
                    OPERATOR,
                    NOT_FOUND),
            new Route(
                    "PATCH /api/v1/members/{id}",
                    "/api/v1/members/{member}?organization_id={organization}",
                    "{\"role\": \"viewer\"}",
                    OWNER,
                    OPERATOR,
                    NOT_FOUND),
            new Route(
                    "DELETE /api/v1/members/{id}",
                    "/api/v1/members/{member}?organization_id={organization}",
                    "",
                    OWNER,
                    OPERATOR,
                    NOT_FOUND),
            read("/api/v1/api-keys", BUILDERS, NEITHER, ABSENT),
            new Route(
                    "POST /api/v1/api-keys",
                    "/api/v1/api-keys",
                    "{\"name\": \"n\", \"role\": \"viewer\", \"project_id\": \"{project}\"}",
                    BUILDERS,
                    NEITHER,
                    NOT_FOUND),
            new Route("DELETE /api/v1/api-keys/{id}", "/api/v1/api-keys/{key}", "", BUILDERS, NEITHER, NOT_FOUND),
            read("/api/v1/audit-events", AUDITORS, BOTH, ABSENT),
            read("/api/v1/audit-events/export", AUDITORS, BOTH, ABSENT),
            read("/api/v1/organizations", NOBODY, BOTH, FORBIDDEN),
            read("/api/v1/organizations/{id}", "/api/v1/organizations/{organization}", ALL, BOTH, NOT_FOUND),
            new Route(
                    "POST /api/v1/organizations",
                    "/api/v1/organizations",
                    "{\"name\": \"N\", \"slug\": \"{new}\", \"currency\": \"EUR\", \"billing_zone\": \"Europe/Paris\","
                            + " \"country\": \"FR\", \"terms\": \"prepaid\"}",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            new Route(
                    "PUT /api/v1/organizations/{id}/terms",
                    "/api/v1/organizations/{organization}/terms",
                    "{\"terms\": \"invoiced\", \"verified\": true}",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            read(
                    "/api/v1/organizations/{id}/exposure",
                    "/api/v1/organizations/{organization}/exposure",
                    ALL,
                    BOTH,
                    NOT_FOUND),
            new Route(
                    "PUT /api/v1/organizations/{id}/exposure-limit",
                    "/api/v1/organizations/{organization}/exposure-limit",
                    "{\"limit\": {\"amount\": \"100000.00\", \"currency\": \"EUR\"}}",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            read(
                    "/api/v1/organizations/{id}/credits",
                    "/api/v1/organizations/{organization}/credits",
                    ALL,
                    BOTH,
                    NOT_FOUND),
            read(
                    "/api/v1/organizations/{id}/ledger",
                    "/api/v1/organizations/{organization}/ledger",
                    NOBODY,
                    BOTH,
                    FORBIDDEN),
            new Route(
                    "POST /api/v1/organizations/{id}/credits",
                    "/api/v1/organizations/{organization}/credits",
                    "{\"amount\": {\"amount\": \"5.00\", \"currency\": \"EUR\"}, \"kind\": \"promotion\", \"reason\":"
                            + " \"welcome\"}",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            read("/api/v1/fleet/sites", NOBODY, BOTH, FORBIDDEN),
            read("/api/v1/fleet/packings", NOBODY, BOTH, FORBIDDEN),
            read("/api/v1/fleet/hosts", NOBODY, BOTH, FORBIDDEN),
            read("/api/v1/fleet/devices", NOBODY, BOTH, FORBIDDEN),
            read("/api/v1/fleet/devices/{id}/tiles", "/api/v1/fleet/devices/1/tiles" + SPAN, NOBODY, BOTH, FORBIDDEN),
            new Route(
                    "POST /api/v1/fleet/hosts/{id}/fail",
                    "/api/v1/fleet/hosts/2/fail",
                    "",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            new Route(
                    "POST /api/v1/fleet/hosts/{id}/repair",
                    "/api/v1/fleet/hosts/2/repair",
                    "",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            new Route(
                    "POST /api/v1/fleet/hosts/{id}/drain",
                    "/api/v1/fleet/hosts/2/drain",
                    "",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            new Route(
                    "POST /api/v1/fleet/hosts/{id}/undrain",
                    "/api/v1/fleet/hosts/2/undrain",
                    "",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            read("/api/v1/fleet/hosts/{id}/claims", "/api/v1/fleet/hosts/2/claims", NOBODY, BOTH, FORBIDDEN),
            new Route(
                    "POST /api/v1/fleet/maintenance",
                    "/api/v1/fleet/maintenance",
                    "{\"scope\": \"host\", \"target\": \"2\", \"window\": " + WINDOW
                            + ", \"reason\": \"new firmware\"}",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            read("/api/v1/fleet/maintenance", NOBODY, BOTH, FORBIDDEN),
            read("/api/v1/fleet/maintenance/{id}", "/api/v1/fleet/maintenance/{maintenance}", NOBODY, BOTH, FORBIDDEN),
            new Route(
                    "POST /api/v1/fleet/maintenance/{id}/cancel",
                    "/api/v1/fleet/maintenance/{maintenance}/cancel",
                    "",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            new Route(
                    "PUT /api/v1/fleet/sites/{code}/link",
                    "/api/v1/fleet/sites/paris/link",
                    "{\"state\": \"up\"}",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            new Route(
                    "PUT /api/v1/fleet/sites/{code}/latencies",
                    "/api/v1/fleet/sites/paris/latencies",
                    "{\"latencies\": {}}",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            new Route(
                    "POST /api/v1/price-book",
                    "/api/v1/price-book",
                    "sku,workload,site,currency,from,until,rate_per_hour,source",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            new Route("POST /api/v1/fleet/imports", "/api/v1/fleet/imports", "format: 1", NOBODY, OPERATOR, FORBIDDEN),
            new Route(
                    "POST /api/v1/fleet/imports",
                    "/api/v1/fleet/imports?site=route",
                    "sn,cpu_milli,memory_mib,gpu,model",
                    NOBODY,
                    OPERATOR,
                    FORBIDDEN),
            new Route("POST /api/v1/auth/sign-out", "/api/v1/auth/sign-out", "", ALL, BOTH, NOTHING));

    private Routes() {}

    private static Route read(String path, Set<Role> roles, Set<PlatformRole> platform, Foreign foreign) {
        return read(path, path, roles, platform, foreign);
    }

    private static Route read(
            String template, String path, Set<Role> roles, Set<PlatformRole> platform, Foreign foreign) {
        return new Route("GET " + template, path, "", roles, platform, foreign);
    }

    private static Route act(String template, String path, Set<Role> roles) {
        return new Route("POST " + template, path, "", roles, OPERATOR, NOT_FOUND);
    }
}
