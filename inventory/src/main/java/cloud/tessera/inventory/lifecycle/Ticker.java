package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.engine.Task;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.reservation.ReservationSteps;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due, many claims at a time: reads them in one transaction, goes to their engines outside, and writes the
 * steps in another. Where writing many together fails, each is written alone, so that one that cannot be written does not
 * stop the others; it is tried again a minute later.
 */
final class Ticker {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final int PAGE = 200;
    private static final int MOST_PAGES = 500;
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final Calendar calendar;
    private final Engines engines;
    private final Writer writer;
    private final Rerun rerun;
    private final Healing healing;
    private final EndedRuns ended;
    private final Moving moving;

    /** What one look at the database found due. */
    private record Page(
            Instant now,
            List<Run> ended,
            List<ReservationSteps.Due> reservations,
            List<Allocation> allocations,
            Set<UUID> open,
            OpenSites sites,
            Map<UUID, Run> runs) {
        boolean isEmpty() {
            return reservations.isEmpty() && allocations.isEmpty();
        }

        /** Whether there may be more to do at once, after what was decided. */
        boolean mayHaveMore(List<Next> decided) {
            return reservations.size() == PAGE
                    || allocations.size() == PAGE
                    || decided.size() < reservations.size() + allocations.size()
                    || decided.stream().anyMatch(next -> next.againBy(now));
        }
    }

    Ticker(
            Transactions transactions,
            Calendar calendar,
            Engines engines,
            Writer writer,
            Rerun rerun,
            Healing healing,
            EndedRuns ended,
            Moving moving) {
        this.transactions = transactions;
        this.calendar = calendar;
        this.engines = engines;
        this.writer = writer;
        this.rerun = rerun;
        this.healing = healing;
        this.ended = ended;
        this.moving = moving;
    }

    int tick(Caller job) {
        int steps = 0;
        for (int page = 0; page < MOST_PAGES; page++) {
            Page due = transactions.run(job, this::read);
            ended.stop(job, due.ended());
            if (due.isEmpty()) {
                break;
            }
            List<Run> stopped = new ArrayList<>();
            List<Next> decided = look(job, due, stopped);
            int taken = write(job, decided, stopped);
            steps += taken;
            if (leavesRunning(decided, stopped)) {
                ended.stop(job); // before the next attempt is started, which may need the place
            }
            if (!due.mayHaveMore(decided)) {
                break;
            }
        }
        return steps;
    }

    /** Whether a run ends by what was decided without having been stopped at its engine. */
    private static boolean leavesRunning(List<Next> decided, List<Run> stopped) {
        Set<UUID> gone = stopped.stream().map(run -> run.task().claim()).collect(Collectors.toSet());
        return decided.stream().anyMatch(next -> next.endsRun() && !gone.contains(next.claim()));
    }

    private Page read(Tx tx) {
        List<ReservationSteps.Due> reservations = ReservationSteps.due(tx, PAGE);
        List<Allocation> allocations = AllocationSteps.due(tx, PAGE);
        List<UUID> claims = new ArrayList<>();
        reservations.forEach(due -> claims.add(due.reservation().id().value()));
        allocations.forEach(due -> claims.add(due.id().value()));
        List<UUID> doomed = allocations.stream()
                .filter(due -> due.preemptAt() != null)
                .map(due -> due.id().value())
                .toList();
        return new Page(
                tx.now(),
                EndedRuns.toStop(tx),
                reservations,
                allocations,
                calendar.openEnded(tx, doomed),
                OpenSites.load(tx),
                new HashMap<>(Runs.last(tx, claims)));
    }

    /**
     * Goes to the engines and decides.
     *
     * @param stopped takes the runs that have been stopped
     */
    private List<Next> look(Caller job, Page page, List<Run> stopped) {
        List<ReservationSteps.Due> reservations = open(job, page);
        List<Next> decided = new ArrayList<>();
        // What gives way is stopped before what comes after it is started.
        look(page, true, decided, stopped);
        for (ReservationSteps.Due due : reservations) {
            Run run = page.runs().get(due.reservation().id().value());
            // Where the link is down its time is over: the site ends it by its own clock, and is asked to when it can
            // be.
            Seen seen = page.sites().reachable(due.reservation().site())
                    ? see(due.reservation(), run, page.now())
                    : new Seen.Nothing();
            noteStopped(run, seen, stopped);
            decided.add(ReservationDecisions.next(due, run, seen, page.now()));
        }
        look(page, false, decided, stopped);
        return decided;
    }

    private void look(Page page, boolean givingWay, List<Next> decided, List<Run> stopped) {
        for (Allocation due : page.allocations()) {
            if (due.state() instanceof AllocationState.Preempting == givingWay) {
                UUID claim = due.id().value();
                Run run = page.runs().get(claim);
                Seen seen = see(due, run, page.now());
                noteStopped(run, seen, stopped);
                decided.add(AllocationDecisions.next(due, run, seen, page.open().contains(claim), page.now()));
            }
        }
    }

    private static void noteStopped(@Nullable Run run, Seen seen, List<Run> stopped) {
        if (run != null && seen instanceof Seen.Stopped) {
            stopped.add(run);
        }
    }

    /**
     * Notes which engine is to run what begins now, before it is told to: a crash in between must not make two engines
     * run one claim. What lies on failed devices is healed first and comes again with the next page.
     */
    private List<ReservationSteps.Due> open(Caller job, Page page) {
        List<ReservationSteps.Due> begin = page.reservations().stream()
                .filter(due -> due.reservation().state() instanceof ReservationState.Scheduled
                        && !page.runs().containsKey(due.reservation().id().value()))
                .toList();
        if (begin.isEmpty()) {
            return page.reservations();
        }
        List<UUID> claims =
                begin.stream().map(due -> due.reservation().id().value()).toList();
        Map<UUID, List<Granted>> granted = transactions.run(job, tx -> calendar.granted(tx, claims));
        List<ReservationSteps.Due> healthy = new ArrayList<>(page.reservations());
        List<Runs.Opened> opened = new ArrayList<>();
        for (ReservationSteps.Due due : begin) {
            Reservation it = due.reservation();
            List<Granted> devices = granted.getOrDefault(it.id().value(), List.of());
            boolean ill = devices.stream()
                    .anyMatch(part ->
                            !calendar.search(job).view().card(part.device()).healthy());
            if (ill && healed(job, it.id().value())) {
                healthy.remove(due);
            } else {
                opened.add(opened(it, devices));
            }
        }
        page.runs().putAll(transactions.run(job, tx -> {
            Runs.open(tx, opened);
            return Runs.last(tx, claims);
        }));
        return healthy;
    }

    /** Whether the claim has changed, or is looked at later. */
    private boolean healed(Caller job, UUID claim) {
        try {
            return healing.heal(job, claim) != Healing.Result.NOTHING;
        } catch (RuntimeException e) {
            LOG.error("Claim {} could not be healed", claim, e);
            later(job, claim);
            return true;
        }
    }

    private Runs.Opened opened(Reservation it, List<Granted> devices) {
        Task task =
                new Task(it.id().value(), 1, Workload.TRAINING, it.name(), it.image(), it.site(), it.shape(), devices);
        return new Runs.Opened(
                task,
                it.organization(),
                it.project(),
                engines.choice().choose(task).name());
    }

    private Seen see(Reservation it, @Nullable Run run, Instant now) {
        if (run == null) {
            return new Seen.Nothing();
        }
        boolean over = !now.isBefore(it.billableUntil());
        return switch (it.state()) {
            case ReservationState.Scheduled _, ReservationState.Provisioning _ ->
                over ? engines.stop(run) : engines.start(run);
            case ReservationState.Active _ -> over ? engines.stop(run) : engines.observe(run);
            case ReservationState.Held _,
                    ReservationState.PaymentPending _,
                    ReservationState.Ending _,
                    ReservationState.Over _ -> new Seen.Nothing();
        };
    }

    private Seen see(Allocation it, @Nullable Run run, Instant now) {
        if (run == null) {
            return new Seen.Nothing();
        }
        return switch (it.state()) {
            case AllocationState.Provisioning _ -> engines.start(run);
            case AllocationState.Active _ -> engines.observe(run);
            case AllocationState.Moving _ -> engines.start(run);
            case AllocationState.Preempting preempting ->
                now.isBefore(preempting.at()) ? new Seen.Nothing() : engines.stop(run);
            case AllocationState.Releasing _ -> engines.stop(run);
            case AllocationState.Over _ -> new Seen.Nothing();
        };
    }

    private int write(Caller job, List<Next> decided, List<Run> stopped) {
        List<Next> plain = new ArrayList<>();
        int steps = 0;
        for (Next next : decided) {
            if (next instanceof Next.Retry retry) {
                steps += retry(job, retry);
            } else if (next instanceof Next.Settle settle) {
                steps += settle(job, settle);
            } else {
                plain.add(next);
            }
        }
        if (plain.isEmpty()) {
            return steps;
        }
        try {
            return steps
                    + transactions.run(job, tx -> {
                        int taken = writer.write(tx, plain);
                        Runs.stopped(tx, stopped);
                        return taken;
                    });
        } catch (RuntimeException together) {
            LOG.warn("{} steps could not be written together; each is written alone", plain.size(), together);
            for (Next next : plain) {
                steps += alone(job, next);
            }
            return steps;
        }
    }

    private int alone(Caller job, Next next) {
        try {
            return transactions.run(job, tx -> writer.write(tx, List.of(next)));
        } catch (RuntimeException e) {
            LOG.error("A step of claim {} could not be written", next.claim(), e);
            return later(job, next.claim());
        }
    }

    private int retry(Caller job, Next.Retry retry) {
        try {
            // Otherwise somebody else has, and what comes of it is none of our business.
            return rerun.retry(job, retry) ? 1 : 0;
        } catch (RuntimeException e) {
            LOG.error("Claim {} could not be started again", retry.claim(), e);
            return later(job, retry.claim());
        }
    }

    private int settle(Caller job, Next.Settle settle) {
        try {
            return moving.settle(job, settle) ? 1 : 0;
        } catch (RuntimeException e) {
            LOG.error("The move of claim {} could not be ended", settle.claim(), e);
            return later(job, settle.claim());
        }
    }

    private int later(Caller job, UUID claim) {
        return transactions.run(
                job,
                tx -> writer.write(tx, List.of(new Next.Later(claim, tx.now().plus(AFTER_TROUBLE)))));
    }
}
