package cloud.tessera.inventory.lifecycle;

import cloud.tessera.billing.metering.Metering;
import cloud.tessera.billing.metering.Reading;
import cloud.tessera.billing.metering.Taken;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.engine.Span;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what engines have metered into billing, run by run. The mark up to which a run is metered moves in the
 * transaction that takes its readings in, so that a crash neither loses nor doubles any; and each pull ends on a whole
 * grain of time, so that the same stretch is cut the same way whoever pulls it.
 */
final class Meter {
    private static final Logger LOG = LoggerFactory.getLogger(Meter.class);
    /** A running claim is metered up to the last whole five minutes. */
    private static final Duration GRAIN = Duration.ofMinutes(5);
    /** The least that is charged for an allocation that its owner releases while its first run can be used. */
    private static final Duration MINIMUM = Duration.ofSeconds(60);

    private static final int PAGE = 1000;

    private final Transactions transactions;
    private final Metering metering;
    private final EngineChoice engines;
    private final Clock clock;

    Meter(Transactions transactions, Metering metering, EngineChoice engines, Clock clock) {
        this.transactions = transactions;
        this.metering = metering;
        this.engines = engines;
        this.clock = clock;
    }

    /** What was pulled for one run, and where what its minimum lacks belongs; null where it has none. */
    private record Pulled(
            Run run,
            Runs.Taken mark,
            List<Reading> readings,
            @Nullable Instant least) {}

    Metered meter(Caller job) {
        int fresh = 0;
        int duplicate = 0;
        int waiting = transactions.run(job, Runs::unreachable);
        UUID after = null;
        while (true) {
            UUID from = after;
            List<Run> runs = transactions.run(job, tx -> Runs.toMeter(tx, from, PAGE));
            Map<UUID, Instant> released = transactions.run(job, tx -> AllocationSteps.released(tx, shortOnes(runs)));
            Map<UUID, Instant> givingWay = transactions.run(
                    job,
                    tx -> AllocationSteps.givingWay(
                            tx, runs.stream().map(run -> run.task().claim()).toList()));
            List<Pulled> pulled = new ArrayList<>();
            for (Run run : runs) {
                try {
                    Pulled one = pull(
                            run,
                            isShort(run) && isEndedBy(run, released),
                            givingWay.get(run.task().claim()));
                    if (one != null) {
                        pulled.add(one);
                    }
                } catch (RuntimeException e) {
                    LOG.warn("No readings for claim {}: {}", run.task().claim(), e.toString());
                    waiting++;
                }
            }
            Taken taken = transactions.run(job, tx -> take(tx, pulled));
            fresh += taken.fresh();
            duplicate += taken.duplicate();
            if (runs.size() < PAGE) {
                return new Metered(fresh, duplicate, waiting);
            }
            after = runs.getLast().task().claim();
        }
    }

    private Taken take(Tx tx, List<Pulled> pulled) {
        if (pulled.isEmpty()) {
            return new Taken(0, 0);
        }
        boolean[] moved = Runs.metered(tx, pulled.stream().map(Pulled::mark).toList());
        List<Reading> readings = new ArrayList<>();
        List<Pulled> shorts = new ArrayList<>();
        for (int i = 0; i < moved.length; i++) {
            if (moved[i]) {
                Pulled each = pulled.get(i);
                readings.addAll(each.readings());
                if (each.least() != null) {
                    shorts.add(each);
                }
            }
        }
        Taken taken = metering.take(tx, readings);
        Taken topped = metering.take(tx, minimums(tx, shorts));
        return new Taken(taken.fresh() + topped.fresh(), taken.duplicate() + topped.duplicate());
    }

    /**
     * What runs lack to their minimum, once all that their engines metered is in: it counts what is there, so that the
     * whole is the same whether the meter ran in between or not.
     */
    private List<Reading> minimums(Tx tx, List<Pulled> shorts) {
        List<Reading> readings = new ArrayList<>();
        for (Pulled each : shorts) {
            Instant from = Objects.requireNonNull(each.least());
            long metered = metering.seconds(tx, each.run().task().claim());
            add(readings, each.run(), from, from.plus(MINIMUM).minusSeconds(metered), "minimum");
        }
        return readings;
    }

    /**
     * @param least whether it is charged for the minimum
     * @param most when it gives way, beyond when it is not metered; null where it does not
     */
    private @Nullable Pulled pull(Run run, boolean least, @Nullable Instant most) {
        Instant from = second(run.meteredUntil() == null ? ready(run) : run.meteredUntil(), true);
        Instant ended = run.endedAt();
        Instant now = clock.instant();
        if (ended == null && now.isBefore(ready(run).plus(MINIMUM))) {
            // Released now, it would be short: it is metered when it has ended, or has run for the minimum.
            return null;
        }
        Instant to = ended == null ? earliest(grain(now), most == null ? now : most) : second(ended, false);
        List<Reading> readings = new ArrayList<>();
        if (from.isBefore(to)) {
            for (Span span : engines.named(run.engine()).readings(run.task(), from, to)) {
                add(
                        readings,
                        run,
                        latest(from, second(span.from(), true)),
                        earliest(to, second(span.to(), false)),
                        run.engine());
            }
        } else if (ended == null) {
            return null;
        }
        Instant mark = ended == null ? to : ended;
        return new Pulled(
                run,
                new Runs.Taken(run.task().claim(), run.task().attempt(), run.meteredUntil(), mark),
                readings,
                least ? latest(from, to) : null);
    }

    private static void add(List<Reading> readings, Run run, Instant from, Instant to, String source) {
        int units = Units.of(run.task().shape(), run.task().devices());
        if (from.isBefore(to) && units > 0) {
            readings.add(new Reading(
                    run.task().claim(),
                    from,
                    run.task().attempt() - 1,
                    run.organization(),
                    run.project(),
                    run.task().sku(),
                    run.task().workload(),
                    run.task().site(),
                    units,
                    Math.toIntExact(Duration.between(from, to).toSeconds()),
                    source));
        }
    }

    private static List<UUID> shortOnes(List<Run> runs) {
        return runs.stream()
                .filter(Meter::isShort)
                .map(run -> run.task().claim())
                .toList();
    }

    /** Whether it is the first run of an allocation, and could be used for less than the minimum. */
    private static boolean isShort(Run run) {
        return run.task().workload() == Workload.INFERENCE
                && run.task().attempt() == 1
                && run.endedAt() != null
                && Duration.between(ready(run), run.endedAt()).compareTo(MINIMUM) < 0;
    }

    /** Whether it was the owner's release that ended the run, and not a failure before. */
    private static boolean isEndedBy(Run run, Map<UUID, Instant> released) {
        return Objects.equals(released.get(run.task().claim()), run.endedAt());
    }

    private static Instant ready(Run run) {
        return Objects.requireNonNull(run.readyAt());
    }

    /** Rounded in the customer's favour: what begins within a second counts from the next, what ends in one not for it. */
    private static Instant second(Instant instant, boolean up) {
        Instant whole = instant.truncatedTo(ChronoUnit.SECONDS);
        return up && whole.isBefore(instant) ? whole.plusSeconds(1) : whole;
    }

    private static Instant grain(Instant now) {
        return Instant.ofEpochSecond(now.getEpochSecond() / GRAIN.toSeconds() * GRAIN.toSeconds());
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earliest(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
