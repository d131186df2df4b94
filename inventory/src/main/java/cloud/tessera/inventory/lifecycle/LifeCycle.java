package cloud.tessera.inventory.lifecycle;

import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.metering.Metering;
import cloud.tessera.billing.metering.Reading;
import cloud.tessera.billing.metering.Taken;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Relocations;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.reservation.ReservationSteps;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time and engines do to claims. Jobs call it; several workers may do so at once, because each step names the state
 * and version that it expects. Engines are called outside transactions.
 */
@Singleton
public final class LifeCycle {
    /** How long samples of the use of devices are kept. */
    public static final Duration SAMPLES_KEPT = Duration.ofDays(90);

    private static final Logger LOG = LoggerFactory.getLogger(LifeCycle.class);

    private final Transactions transactions;
    private final Calendar calendar;
    private final Fleet fleet;
    private final Metering metering;
    private final Clock clock;
    private final Engines engines;
    private final Ticker ticker;
    private final Healing healing;
    private final Relocating relocating;
    private final Meter meter;

    public LifeCycle(
            Transactions transactions,
            Organizations organizations,
            Calendar calendar,
            Admission admission,
            Fleet fleet,
            Blocks blocks,
            Credits credits,
            Metering metering,
            EngineChoice choice,
            Clock clock) {
        this.transactions = transactions;
        this.calendar = calendar;
        this.fleet = fleet;
        this.metering = metering;
        this.clock = clock;
        engines = new Engines(choice);
        Writer writer = new Writer(admission, blocks, credits);
        Rerun rerun = new Rerun(transactions, organizations, calendar, writer);
        EndedRuns ended = new EndedRuns(transactions, engines);
        Moving moving = new Moving(transactions, calendar, engines);
        relocating = new Relocating(transactions, calendar, rerun, writer, ended, moving);
        healing = new Healing(transactions, calendar, rerun, writer, ended, moving, relocating);
        ticker = new Ticker(transactions, calendar, engines, writer, rerun, healing, ended, moving);
        meter = new Meter(transactions, metering, choice, clock);
    }

    /** Does everything that is due now by the platform's clock and says how many steps that were. */
    public int tick(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return relocating.tick(job) + ticker.tick(job) + relocating.callOff(job);
    }

    /** When {@link #tick} has something to do next; past or present if it has now. Empty if nothing ever will. */
    public Optional<Instant> nextDue(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return transactions.run(
                job,
                tx -> Stream.of(ReservationSteps.nextDue(tx), AllocationSteps.nextDue(tx), Relocations.nextDue(tx))
                        .flatMap(Optional::stream)
                        .min(Instant::compareTo));
    }

    /**
     * After a restart: tells the database the geometry of this build, heals what was left on failed devices and has every
     * running claim looked at by the next {@link #tick}. Says how many those are.
     */
    public int reconcile(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        fleet.writeGeometry(job);
        Set<Integer> ill = transactions.run(job, calendar::onFailedDevices).values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
        healing.healAll(job, ill);
        return transactions.run(job, tx -> ReservationSteps.lookAtAll(tx) + AllocationSteps.lookAtAll(tx));
    }

    /** Collects the readings of running and ended work into billing. Sites whose link is down deliver later. */
    public Metered meter(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        return meter.meter(job);
    }

    /** Collects how busy the devices of running claims are, and says of how many. */
    public int sample(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        Instant now = clock.instant();
        List<Runs.Sampled> samples = new ArrayList<>();
        for (Run run : transactions.run(job, Runs::running)) {
            try {
                engines.choice()
                        .named(run.engine())
                        .utilisation(run.task(), now)
                        .ifPresent(sample ->
                                samples.add(new Runs.Sampled(run.task().claim(), run.organization(), sample)));
            } catch (RuntimeException e) {
                LOG.warn("No utilisation of claim {}: {}", run.task().claim(), e.toString());
            }
        }
        if (!samples.isEmpty()) {
            transactions.run(job, tx -> {
                Runs.sampled(tx, samples);
                return true;
            });
        }
        return samples.size();
    }

    /** Forgets how busy devices were longer than {@link #SAMPLES_KEPT} ago, and says how many samples those were. */
    public int forgetSamples(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        Instant before = clock.instant().minus(SAMPLES_KEPT);
        return transactions.inBatches(job, (tx, most) -> Runs.forgetSamples(tx, before, most));
    }

    /** Gives the readings of the last day to billing again, as an agent that missed the receipt would. */
    public Metered redeliver(Caller operator) {
        operator.require(Permission.PLATFORM_MANAGE);
        Instant since = clock.instant().minus(Duration.ofDays(1));
        List<Reading> again = new ArrayList<>();
        metering.export(operator, reading -> {
            if (!reading.occurredAt().isBefore(since)) {
                again.add(reading);
            }
        });
        Taken taken = metering.take(operator, again);
        return new Metered(taken.fresh(), taken.duplicate(), 0);
    }

    /**
     * Takes a host out of service: what runs there heals on spare capacity of the site or goes on degraded, what has not
     * started is placed anew. On a host that has failed already it heals what was left there, as after a crash. Refused as
     * {@code not_found}.
     *
     * @param host the number of the host
     */
    public Outcome<HostFailure> failHost(Caller operator, int host) {
        operator.require(Permission.PLATFORM_MANAGE);
        Outcome<Fleet.Marked> failed;
        try (Proposals proposals = calendar.proposals(operator)) {
            failed = transactions.attempt(operator, tx -> {
                proposals.restart();
                Fleet.Marked marked = fleet.fail(tx, host);
                calendar.healthChanged(tx, proposals, marked.cards());
                return marked;
            });
        }
        return failed.map(marked -> {
            Map<Healing.Result, Long> results = healing.healAll(operator, marked.cards());
            return new HostFailure(
                    marked.cards().size(),
                    count(results, Healing.Result.HEALED),
                    count(results, Healing.Result.DEGRADED),
                    count(results, Healing.Result.REBOUND),
                    count(results, Healing.Result.FAILED),
                    count(results, Healing.Result.WAITING),
                    !marked.changed());
        });
    }

    /**
     * Brings an allocation away whose time on its cards is over and that has not moved: it is stopped and starts on other
     * cards, or fails where there are none.
     *
     * @param why the beginning of what its time line says, such as {@code Its cards are under maintenance}
     */
    public void evict(Caller job, UUID claim, String why) {
        job.require(Permission.PLATFORM_MANAGE);
        healing.evict(job, claim, why);
    }

    private static int count(Map<Healing.Result, Long> results, Healing.Result result) {
        return results.getOrDefault(result, 0L).intValue();
    }

    /** Takes a repaired host back into service and says how many cards it has. Refused as {@code not_found}. */
    public Outcome<Integer> repairHost(Caller operator, int host) {
        Outcome<Integer> repaired = fleet.repair(operator, host).map(view -> view.devices());
        calendar.catchUp(operator);
        return repaired;
    }
}
