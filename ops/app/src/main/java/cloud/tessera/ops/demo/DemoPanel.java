package cloud.tessera.ops.demo;

import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.lifecycle.HostFailure;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.lifecycle.Metered;
import cloud.tessera.ops.lapse.HouseJobs;
import cloud.tessera.ops.platform.KeptClock;
import cloud.tessera.ops.worker.Worker;
import cloud.tessera.portal.operator.DemoControls;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** The demo panel's controls: time passes while the worker pauses, and where it is going is remembered before it goes. */
@Singleton
@Requires(property = "tessera.demo", value = "true")
final class DemoPanel implements DemoControls {
    private static final Duration HOURLY = Duration.ofHours(1);
    /** A month takes a minute instead of several when money is looked at four times a day. */
    private static final Duration COARSE = Duration.ofHours(6);

    private final HouseJobs jobs;
    private final LifeCycle lifeCycle;
    private final Fleet fleet;
    private final Organizations organizations;
    private final MovableClock clock;
    private final KeptClock kept;
    private final Worker worker;

    DemoPanel(
            HouseJobs jobs,
            LifeCycle lifeCycle,
            Fleet fleet,
            Organizations organizations,
            MovableClock clock,
            KeptClock kept,
            Worker worker) {
        this.jobs = jobs;
        this.lifeCycle = lifeCycle;
        this.fleet = fleet;
        this.organizations = organizations;
        this.clock = clock;
        this.kept = kept;
        this.worker = worker;
    }

    @Override
    public Instant advance(Caller operator, Step step) {
        operator.require(Permission.PLATFORM_MANAGE);
        return worker.whilePaused(() -> {
            Instant target = target(operator, step);
            // A crash on the way must not turn time back, so the clock is to stand there after a restart in any case.
            kept.keep(target);
            if (step == Step.MONTH_END) {
                jobs.timeLapse(COARSE).to(target.minus(COARSE));
            }
            jobs.timeLapse(HOURLY).to(target);
            return clock.instant();
        });
    }

    private Instant target(Caller operator, Step step) {
        Instant now = clock.instant();
        return switch (step) {
            case HOUR -> now.plus(Duration.ofHours(1));
            case DAY -> now.plus(Duration.ofDays(1));
            case MONTH_END -> monthEnd(operator, now);
        };
    }

    /** When the month that runs in UTC is over in every customer's zone, those west of UTC included. */
    private Instant monthEnd(Caller operator, Instant now) {
        LocalDate next =
                LocalDate.ofInstant(now, ZoneOffset.UTC).withDayOfMonth(1).plusMonths(1);
        Stream<ZoneId> zones = organizations.list(operator, Page.Request.first(Page.MOST)).items().stream()
                .map(organization -> organization.zone());
        return Stream.concat(Stream.of(ZoneOffset.UTC), zones)
                .map(zone -> next.atStartOfDay(zone).toInstant())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    @Override
    public Outcome<HostFailure> failHost(Caller operator, int host) {
        return lifeCycle.failHost(operator, host);
    }

    @Override
    public Outcome<Integer> repairHost(Caller operator, int host) {
        return lifeCycle.repairHost(operator, host);
    }

    @Override
    public Outcome<Site> cutLink(Caller operator, String site) {
        return fleet.cutLink(operator, site);
    }

    @Override
    public Outcome<Site> restoreLink(Caller operator, String site) {
        return fleet.restoreLink(operator, site);
    }

    @Override
    public Metered deliverTwice(Caller operator) {
        return lifeCycle.redeliver(operator);
    }
}
