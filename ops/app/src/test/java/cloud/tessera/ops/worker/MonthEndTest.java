package cloud.tessera.ops.worker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.ops.database.DatabaseAddress;
import cloud.tessera.ops.platform.Beans;
import cloud.tessera.ops.replay.ReadyAtOnce;
import cloud.tessera.ops.testing.TestDatabase;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.NewOrganization;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.context.ApplicationContext;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An allocation at 3.60 EUR an hour, a tenth of a cent for a second, runs over the end of March. */
class MonthEndTest {
    private static final Caller JOB = Caller.Job.named("test");
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Instant BEGINNING = Instant.parse("2026-03-01T00:00:00Z");
    private static final String CARD = "nvidia-h100-80gb";
    private static final String FLEET = """
            format: 1
            sites:
              - {code: paris, name: Paris, kind: core, jurisdiction: FR, latencies: {paris: 1}}
            pools:
              - {code: paris-pool, site: paris, name: Paris, isolation: vm, inference_floor: 0}
            hosts:
              - {name: "par-h100-{nn}", count: 1, pool: paris-pool, cpu: 208, memory_gib: 2000, devices: [{model: nvidia-h100-80gb, count: 2}]}
            """;

    private final MovableClock clock = MovableClock.standingAt(BEGINNING);
    private HikariDataSource database;
    private ApplicationContext beans;
    private Organization customer;

    @BeforeEach
    void open() {
        database = pool(TestDatabase.fresh().application());
        beans = Beans.withoutDoors(
                database, clock, new IdSource(clock, new SplittableRandom(1)), new ReadyAtOnce(clock));
        bean(Fleet.class)
                .importYaml(JOB, "fleet.yaml", FLEET.getBytes(StandardCharsets.UTF_8))
                .orThrow();
        var price = new NewPrice(
                CARD + "/card", Workload.INFERENCE, "*", EUR, BEGINNING, null, new BigDecimal("3.60"), "example");
        bean(PriceBook.class).load(JOB, List.of(price)).orThrow();
        var wanted = new NewOrganization("Customer", "customer", EUR, ZoneOffset.UTC, "FR", Terms.INVOICED);
        customer = bean(Organizations.class).create(JOB, wanted).orThrow();
        bean(Organizations.class)
                .setTerms(JOB, customer.id(), Terms.INVOICED, true)
                .orThrow();
        bean(Exposure.class)
                .setLimit(JOB, customer.id(), Money.of("100000.00", "EUR"))
                .orThrow();
    }

    @AfterEach
    void close() {
        beans.close();
        database.close();
    }

    @Test
    void the_last_minutes_of_a_month_stand_on_its_invoice_though_invoicing_is_the_first_job_after_it() {
        startAt("2026-03-31T23:00:00Z");
        workAt("2026-03-31T23:59:00Z");
        workAt("2026-04-01T00:01:00Z");

        assertThat(march()).extracting(Invoice::inference).containsExactly(Money.of("3.60", "EUR"));
    }

    @Test
    void what_became_ready_in_the_last_minute_of_a_month_stands_on_its_invoice() {
        startAt("2026-03-31T23:00:00Z");
        startAt("2026-03-31T23:59:10Z");
        workAt("2026-04-01T00:00:05Z");
        workAt("2026-04-01T00:01:00Z");
        workAt("2026-04-01T00:05:00Z");

        assertThat(march()).extracting(Invoice::inference).containsExactly(Money.of("3.65", "EUR"));
    }

    @Test
    void an_invoice_waits_an_hour_for_a_site_that_is_out_of_reach_and_then_goes_without() {
        startAt("2026-03-31T23:00:00Z");
        workAt("2026-03-31T23:30:00Z");
        bean(Fleet.class).cutLink(JOB, "paris").orThrow();
        workAt("2026-04-01T00:05:00Z");
        workAt("2026-04-01T00:59:00Z");
        assertThat(march()).isEmpty();

        workAt("2026-04-01T01:00:00Z");
        assertThat(march()).extracting(Invoice::inference).containsExactly(Money.of("1.80", "EUR"));
    }

    @Test
    void an_invoice_that_waited_has_all_once_the_site_is_back() {
        startAt("2026-03-31T23:00:00Z");
        workAt("2026-03-31T23:30:00Z");
        bean(Fleet.class).cutLink(JOB, "paris").orThrow();
        workAt("2026-04-01T00:05:00Z");
        bean(Fleet.class).restoreLink(JOB, "paris").orThrow();
        workAt("2026-04-01T00:06:00Z");

        assertThat(march()).extracting(Invoice::inference).containsExactly(Money.of("3.60", "EUR"));
    }

    @Test
    void what_ran_at_a_site_out_of_reach_stands_on_the_next_invoice_up_to_its_release() {
        AllocationId id = startAt("2026-03-31T23:00:00Z");
        workAt("2026-03-31T23:30:00Z");
        bean(Fleet.class).cutLink(JOB, "paris").orThrow();
        workAt("2026-04-01T01:00:00Z");
        assertThat(march()).extracting(Invoice::inference).containsExactly(Money.of("1.80", "EUR"));

        workAt("2026-04-03T00:00:00Z");
        bean(Allocations.class).release(owner(), id).orThrow();
        workAt("2026-04-10T00:00:00Z");
        bean(Fleet.class).restoreLink(JOB, "paris").orThrow();
        workAt("2026-04-10T00:01:00Z");
        workAt("2026-05-01T00:05:00Z");

        // Half an hour of March and two days of April at 3.60 an hour.
        assertThat(march())
                .extracting(Invoice::inference)
                .containsExactlyInAnyOrder(Money.of("1.80", "EUR"), Money.of("174.60", "EUR"));
    }

    private AllocationId startAt(String time) {
        clock.moveTo(Instant.parse(time));
        ProjectId project =
                bean(Projects.class).list(JOB, customer.id()).getFirst().id();
        bean(Limits.class)
                .set(JOB, project, ResourceClass.everyOther(Workload.INFERENCE), CardEquivalents.cards(10))
                .orThrow();
        var start = new Start(project, Shape.cards(CARD, 1), null, "service", ReadyAtOnce.IMAGE);
        var started = bean(Allocations.class).create(owner(), start).orThrow();
        while (bean(LifeCycle.class).tick(JOB) > 0) {
            // Until nothing follows at this instant.
        }
        return started.id();
    }

    private Caller owner() {
        return new Caller.Member(
                new PersonId(new UUID(0, 1)),
                customer.id(),
                Role.OWNER,
                new SessionId(new UUID(0, 2)),
                Caller.Request.of("test"));
    }

    /** Does a round of each job, those of money first. */
    private void workAt(String time) {
        clock.moveTo(Instant.parse(time));
        Stream.of(bean(MoneyJobs.class).all(), bean(CapacityJobs.class).all())
                .flatMap(List::stream)
                .forEach(job -> job.work().run(job.caller()));
    }

    private List<Invoice> march() {
        return bean(Invoices.class).list(JOB, Page.Request.first(Page.MOST)).items();
    }

    private <T> T bean(Class<T> type) {
        return beans.getBean(type);
    }

    private static HikariDataSource pool(DatabaseAddress address) {
        var config = new HikariConfig();
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }
}
