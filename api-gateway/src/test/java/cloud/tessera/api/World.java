package cloud.tessera.api;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.quota.audit.Sealing;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Role;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A platform that is in use: a small fleet with prices, an operator and a supporter, and two customers with a person in
 * every role. An A100 card costs 2.00 EUR an hour for training, a slice of one 0.375 for inference.
 */
final class World implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    static final String CARD = "nvidia-a100-80gb";
    static final String SLICE = "1g.10gb";

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Caller JOB = Caller.Job.named("test");
    private static final String FLEET = """
            format: 1
            sites:
              - {code: paris, name: Paris, kind: core, jurisdiction: FR, latencies: {paris: 1}}
            pools:
              - {code: paris-pool, site: paris, name: Paris, isolation: vm, inference_floor: 0}
            hosts:
              - {name: "par-a100-{nn}", count: 2, pool: paris-pool, cpu: 64, memory_gib: 512, devices: [{model: nvidia-a100-80gb, count: 2}]}
            """;

    final ApiServer api = new ApiServer();
    final String operator;
    final String support;
    final Customer acme;
    final Customer globex;

    /** An organization, its project, and an access token for each role in it. */
    record Customer(Organization organization, String project, Map<Role, String> tokens) {
        String id() {
            return organization.id().text();
        }

        String owner() {
            return Objects.requireNonNull(tokens.get(Role.OWNER));
        }
    }

    World() {
        People people = api.bean(People.class);
        people.createOperator(JOB, "operator@tessera.test", "Operator", PASSWORD, PlatformRole.OPERATOR)
                .orThrow();
        people.createOperator(JOB, "support@tessera.test", "Support", PASSWORD, PlatformRole.SUPPORT)
                .orThrow();
        api.bean(Fleet.class)
                .importYaml(JOB, "fleet.yaml", FLEET.getBytes(StandardCharsets.UTF_8))
                .orThrow();
        api.bean(PriceBook.class)
                .load(
                        JOB,
                        List.of(
                                price(CARD + "/card", Workload.TRAINING, "2.00"),
                                price(CARD + "/" + SLICE, Workload.TRAINING, "0.25"),
                                price(CARD + "/" + SLICE, Workload.INFERENCE, "0.375"),
                                price(CARD + "/" + SLICE + ":preemptible", Workload.INFERENCE, "0.15")))
                .orThrow();
        acme = customer("acme");
        globex = customer("globex");
        operator = token("operator@tessera.test");
        support = token("support@tessera.test");
    }

    private static NewPrice price(String sku, Workload workload, String rate) {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        return new NewPrice(sku, workload, "*", EUR, from, null, new BigDecimal(rate), "example");
    }

    private Customer customer(String slug) {
        Organizations organizations = api.bean(Organizations.class);
        Organization made = organizations
                .create(JOB, new NewOrganization(slug, slug, EUR, ZoneOffset.UTC, "FR", Terms.INVOICED))
                .orThrow();
        organizations.setTerms(JOB, made.id(), Terms.INVOICED, true).orThrow();
        api.bean(Exposure.class)
                .setLimit(JOB, made.id(), Money.of("100000.00", "EUR"))
                .orThrow();
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            String email = role.text() + "@" + slug + ".test";
            api.bean(Members.class)
                    .add(JOB, made.id(), email, role.text() + " of " + slug, role, PASSWORD)
                    .orThrow();
            tokens.put(role, token(email));
        }
        String project =
                api.bean(Projects.class).list(JOB, made.id()).getFirst().id().text();
        return new Customer(made, project, tokens);
    }

    Answer signIn(String email) {
        return api.post("/api/v1/auth/token", """
                        {"grant_type": "password", "email": "%s", "password": "%s"}""".formatted(email, PASSWORD)).send();
    }

    String token(String email) {
        return signIn(email).at("access_token");
    }

    /** Quotes a card for whole hours that begin some hours after the start of the tests. */
    Answer quote(Customer customer, int fromHour, int hours) {
        return api.post("/api/v1/quotes", """
                        {"project_id": "%s", "shape": {"model": "%s"}, "window": %s}""".formatted(customer.project(), CARD, window(fromHour, hours)))
                .bearer(customer.owner())
                .send();
    }

    static String window(int fromHour, int hours) {
        Instant start = Instant.parse("2026-03-10T10:00:00Z").plus(Duration.ofHours(fromHour));
        return """
                {"start": "%s", "end": "%s"}""".formatted(start, start.plus(Duration.ofHours(hours)));
    }

    Ask hold(Customer customer, String quote, String key) {
        return api.post("/api/v1/reservations", """
                        {"name": "work", "image": "%s", "quote_id": "%s"}""".formatted(InstantEngine.IMAGE, quote))
                .bearer(customer.owner())
                .with("Idempotency-Key", key);
    }

    Ask confirm(Customer customer, String reservation, String key) {
        return api.post("/api/v1/reservations/" + reservation + "/confirm", "")
                .bearer(customer.owner())
                .with("Idempotency-Key", key);
    }

    Ask service(Customer customer, String key) {
        return api.post("/api/v1/services", """
                        {"project_id": "%s", "name": "service", "image": "%s", "maximum": 4, "baseline": 1, "overflow": "preemptible",
                         "ceiling": {"amount": "20.00", "currency": "EUR"}, "shape": {"model": "%s", "profile": "%s"}}""".formatted(customer.project(), InstantEngine.IMAGE, CARD, SLICE))
                .bearer(customer.owner())
                .with("Idempotency-Key", key);
    }

    Ask allocate(Customer customer, String key) {
        return api.post("/api/v1/allocations", """
                        {"project_id": "%s", "name": "service", "image": "%s", "shape": {"model": "%s", "profile": "%s"}}""".formatted(customer.project(), InstantEngine.IMAGE, CARD, SLICE))
                .bearer(customer.owner())
                .with("Idempotency-Key", key);
    }

    /** Lives on to an instant, doing what is due when it is. */
    void liveTo(Instant until) {
        LifeCycle life = api.bean(LifeCycle.class);
        while (true) {
            Instant next = life.nextDue(JOB).orElse(until);
            if (!next.isBefore(until)) {
                break;
            }
            api.clock.moveTo(next);
            life.tick(JOB);
        }
        api.clock.moveTo(until);
        life.tick(JOB);
        life.meter(JOB);
    }

    /** Issues the invoices of months that are over. */
    void issueInvoices() {
        api.bean(Invoices.class).issueDue(JOB);
    }

    /** Seals the audit log. */
    void seal() {
        api.bean(Sealing.class).seal(JOB);
    }

    void sample() {
        api.bean(LifeCycle.class).sample(JOB);
    }

    @Override
    public void close() {
        api.close();
    }
}
