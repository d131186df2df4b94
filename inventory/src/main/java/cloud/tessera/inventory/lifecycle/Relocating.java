package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.allocation.Preemptions;
import cloud.tessera.inventory.allocation.Relocation;
import cloud.tessera.inventory.allocation.Relocations;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes on-demand allocations to the place that they have from the moment on at which a reservation begins where they are:
 * what may be moved is started there before and settles as {@link Moving} does; the rest is stopped and started there
 * anew. Where the reservation is gone before, they stay, and so does preemptible work that was to give way.
 */
final class Relocating {
    private static final Logger LOG = LoggerFactory.getLogger(Relocating.class);
    private static final int MOST = 200;
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final Calendar calendar;
    private final Rerun rerun;
    private final Writer writer;
    private final EndedRuns ended;
    private final Moving moving;

    Relocating(
            Transactions transactions, Calendar calendar, Rerun rerun, Writer writer, EndedRuns ended, Moving moving) {
        this.transactions = transactions;
        this.calendar = calendar;
        this.rerun = rerun;
        this.writer = writer;
        this.ended = ended;
        this.moving = moving;
    }

    /** Before reservations begin: what was in their way has left by then. Says how many allocations have. */
    int tick(Caller job) {
        int steps = 0;
        for (UUID claim : transactions.run(job, tx -> Relocations.due(tx, MOST))) {
            try {
                Optional<Run> left = transactions.run(job, tx -> go(tx, claim));
                left.ifPresent(run -> ended.stop(job, List.of(run)));
                steps += left.isPresent() ? 1 : 0;
            } catch (RuntimeException e) {
                LOG.error("Claim {} could not be taken to its other place", claim, e);
                transactions.run(job, tx -> {
                    Relocations.postpone(tx, claim, tx.now().plus(AFTER_TROUBLE));
                    return true;
                });
            }
        }
        return steps;
    }

    /** The run that has ended in the old place, where the allocation has left it. */
    private Optional<Run> go(Tx tx, UUID claim) {
        Optional<Allocation> found = locked(tx, claim);
        Optional<Relocation> there = Relocations.of(tx, claim);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        if (tx.now().isBefore(there.get().at()) && found.isPresent()) {
            Relocations.postpone(tx, claim, there.get().at());
            return startMoving(tx, found.get(), there.get());
        }
        if (found.isPresent() && moving.settleNow(tx, found.get(), "Somebody else begins here.")) {
            found = locked(tx, claim);
        }
        if (Relocations.of(tx, claim).isEmpty()) {
            return Optional.empty(); // the move that was under way has brought it elsewhere
        }
        Run run = Runs.last(tx, List.of(claim)).get(claim);
        AllocationState.Provisioning after =
                found.isEmpty() ? null : Rerun.interrupted(found.get().state());
        if (found.isEmpty() || run == null || after == null) {
            Relocations.settle(tx, calendar, claim, claim); // it has ended, or is being released
            return Optional.empty();
        }
        take(tx, found.get(), there.get());
        rerun.again(tx, run, there.get().at());
        write(tx, found.get(), after, tx.now(), "Somebody else begins where it was: it goes on on other cards.");
        return Optional.of(run);
    }

    private void take(Tx tx, Allocation it, Relocation there) {
        calendar.take(tx, it.id().value(), there.place());
        Relocations.settle(tx, calendar, it.id().value(), there.place());
    }

    /**
     * An allocation that must leave its devices waits for its other place, where it has one; whether it does.
     *
     * @param run what ran on the devices
     * @param why it must leave, as the beginning of a sentence
     */
    boolean waits(Tx tx, Allocation it, AllocationState.Provisioning after, Run run, String why) {
        Optional<Relocation> there = Relocations.of(tx, it.id().value());
        there.ifPresent(relocation -> {
            take(tx, it, relocation);
            rerun.again(tx, run, tx.now());
            write(tx, it, after, relocation.begins(), why + ": it goes on elsewhere at " + relocation.begins() + ".");
        });
        return there.isPresent();
    }

    /** Starts it in its new place, where it may run in both; it leaves the old one when it is ready there. */
    private Optional<Run> startMoving(Tx tx, Allocation it, Relocation there) {
        UUID claim = it.id().value();
        Run run = Runs.last(tx, List.of(claim)).get(claim);
        if (run != null && Moves.canMove(it) && it.state() instanceof AllocationState.Active active) {
            AllocationState.Moving after = active.move(there.place(), there.at());
            AllocationSteps.advance(tx, List.of(new AllocationSteps.Step(it, after, tx.now()).movingTo(there.place())));
            var devices = calendar.granted(tx, List.of(there.place())).getOrDefault(there.place(), List.of());
            var task = run.task().again(Runs.nextAttempt(tx, claim), devices);
            Runs.open(tx, List.of(new Runs.Opened(task, run.organization(), run.project(), run.engine())));
            Timeline.add(
                    tx, List.of(AllocationDecisions.entry(it, after, tx.now(), "Somebody else begins where it is.")));
        }
        return Optional.empty();
    }

    private void write(Tx tx, Allocation it, AllocationState after, Instant dueAt, String detail) {
        var step = new AllocationSteps.Step(it, after, dueAt);
        var entry = AllocationDecisions.entry(it, after, tx.now(), detail);
        writer.write(tx, List.of(new Next.OfAllocation(step, Next.Effects.noting(List.of(entry)))));
    }

    // What is not needed any more

    /** Lets those stay who were to make room for what holds nothing any more, and says how many they are. */
    int callOff(Caller job) {
        return callOff(job, tx -> Relocations.idle(tx, MOST), this::stays)
                + callOff(job, tx -> AllocationSteps.givingWayToNobody(tx, MOST), this::isSpared);
    }

    private int callOff(Caller job, Function<Tx, List<UUID>> idle, CallOff spare) {
        int spared = 0;
        for (UUID claim : transactions.run(job, idle::apply)) {
            try (Proposals proposals = calendar.proposals(job)) {
                spared += transactions.run(job, tx -> {
                    proposals.restart();
                    return locked(tx, claim)
                                    .filter(it -> spare.spare(tx, proposals, it))
                                    .isPresent()
                            ? 1
                            : 0;
                });
            } catch (RuntimeException e) {
                LOG.error("Claim {} could not be let stay", claim, e);
            }
        }
        return spared;
    }

    /** Lets one stay where it is, if nobody else is to come there. */
    private interface CallOff {
        boolean spare(Tx tx, Proposals proposals, Allocation it);
    }

    private boolean stays(Tx tx, Proposals proposals, Allocation it) {
        UUID claim = it.id().value();
        Optional<Relocation> there = Relocations.of(tx, claim);
        if (there.isEmpty() || Rerun.interrupted(it.state()) == null) {
            return false;
        }
        if (!calendar.prolong(
                tx, proposals, claim, rerun.question(tx, it, there.get().at()))) {
            Relocations.forgetCause(tx, claim);
            return false;
        }
        Relocations.settle(tx, calendar, claim, claim);
        Timeline.add(
                tx,
                List.of(AllocationDecisions.entry(
                        it, it.state(), tx.now(), "The reservation is gone: it stays where it is.")));
        return true;
    }

    private boolean isSpared(Tx tx, Proposals proposals, Allocation it) {
        Instant at = it.preemptAt();
        boolean may = Rerun.interrupted(it.state()) != null || it.state() instanceof AllocationState.Preempting;
        if (at == null || !tx.now().isBefore(at) || !may) {
            return false;
        }
        UUID claim = it.id().value();
        if (!calendar.prolong(tx, proposals, claim, rerun.question(tx, it, at))) {
            AllocationSteps.forgetAsker(tx, claim);
            return false;
        }
        Run run = Runs.last(tx, List.of(claim)).get(claim);
        AllocationState after = it.state() instanceof AllocationState.Preempting preempting
                ? preempting.calledOff(run == null ? null : run.readyAt())
                : it.state();
        AllocationSteps.advance(tx, List.of(new AllocationSteps.Step(it, after, tx.now()).givingWay(null)));
        Preemptions.calledOff(tx, it, after);
        return true;
    }

    private static Optional<Allocation> locked(Tx tx, UUID claim) {
        return AllocationSteps.of(tx, List.of(claim)).stream().findFirst();
    }
}
