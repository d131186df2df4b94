package cloud.tessera.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.lifecycle.Metered;
import cloud.tessera.ops.lapse.HouseJobs;
import cloud.tessera.ops.platform.KeptClock;
import cloud.tessera.ops.worker.Worker;
import cloud.tessera.portal.operator.DemoControls.Step;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Settings;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoPanelTest {
    private static final Instant START = Instant.parse("2026-08-30T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-08-30T09:30:00Z");
    private static final Caller JOB = Caller.Job.named("test");

    @TempDir
    Path directory;

    @Test
    void time_passes_with_all_that_is_due_and_is_remembered() {
        try (var world = new DemoWorld(directory, START, 7)) {
            world.live(7, NOW);
            DemoPanel panel = panel(world.beans());

            assertThat(panel.advance(JOB, Step.HOUR)).isEqualTo(NOW.plus(1, ChronoUnit.HOURS));
            assertThat(panel.advance(JOB, Step.DAY)).isEqualTo(NOW.plus(25, ChronoUnit.HOURS));
            assertThat(invoices(world)).isEmpty();

            // August ends for the last of the customers, in Paris and Berlin, before it ends in UTC.
            Instant monthEnd = Instant.parse("2026-09-01T00:00:00Z");
            assertThat(panel.advance(JOB, Step.MONTH_END)).isEqualTo(monthEnd);
            assertThat(invoices(world)).hasSize(3).allMatch(i -> i.month().equals(YearMonth.of(2026, 8)));
            assertThat(Instant.now().plus(kept(world))).isCloseTo(monthEnd, within(1, ChronoUnit.MINUTES));
        }
    }

    @Test
    void readings_that_come_twice_change_nothing() {
        try (var world = new DemoWorld(directory, START, 7)) {
            world.live(7, NOW);
            DemoPanel panel = panel(world.beans());
            panel.advance(JOB, Step.HOUR);

            Metered metered = panel.deliverTwice(JOB);

            assertThat(metered.fresh()).isZero();
            assertThat(metered.duplicate()).isPositive();
        }
    }

    @Test
    void hosts_and_links_go_and_come_back() {
        try (var world = new DemoWorld(directory, START, 7)) {
            world.live(7, NOW);
            DemoPanel panel = panel(world.beans());

            assertThat(panel.failHost(JOB, 1).orThrow().devices()).isEqualTo(8);
            assertThat(panel.repairHost(JOB, 1).orThrow()).isEqualTo(8);
            assertThat(panel.cutLink(JOB, "edge-milan").orThrow().reachable()).isFalse();
            assertThat(panel.restoreLink(JOB, "edge-milan").orThrow().reachable())
                    .isTrue();
        }
    }

    @Test
    void only_who_manages_the_platform_moves_time() {
        try (var world = new DemoWorld(directory, START, 7)) {
            var owner = new Caller.Member(
                    new PersonId(new UUID(0, 1)),
                    new OrganizationId(new UUID(0, 2)),
                    Role.OWNER,
                    new SessionId(new UUID(0, 3)),
                    Caller.Request.of("test"));

            assertThatThrownBy(() -> panel(world.beans()).advance(owner, Step.HOUR))
                    .isInstanceOf(Refused.class);
        }
    }

    private static List<Invoice> invoices(DemoWorld world) {
        return world.beans()
                .getBean(Invoices.class)
                .list(JOB, Page.Request.first(Page.MOST))
                .items();
    }

    private static Duration kept(DemoWorld world) {
        return Duration.parse(
                world.beans().getBean(Settings.class).get(JOB, "clock.ahead").orElseThrow());
    }

    private static DemoPanel panel(ApplicationContext beans) {
        return new DemoPanel(
                beans.getBean(HouseJobs.class),
                beans.getBean(LifeCycle.class),
                beans.getBean(Fleet.class),
                beans.getBean(Organizations.class),
                beans.getBean(MovableClock.class),
                beans.getBean(KeptClock.class),
                beans.getBean(Worker.class));
    }
}
