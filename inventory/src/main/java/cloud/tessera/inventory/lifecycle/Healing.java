package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Relocation;
import cloud.tessera.inventory.allocation.Relocations;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.reservation.Delivery;
import cloud.tessera.inventory.reservation.Rebinds;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.reservation.ReservationSteps;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings claims away from devices that have failed. */
final class Healing {
    private static final Logger LOG = LoggerFactory.getLogger(Healing.class);

    private final Transactions transactions;
    private final Calendar calendar;
    private final Rerun rerun;
    private final Writer writer;
    private final EndedRuns ended;
    private final Moving moving;
    private final Relocating relocating;

    Healing(
            Transactions transactions,
            Calendar calendar,
            Rerun rerun,
            Writer writer,
            EndedRuns ended,
            Moving moving,
            Relocating relocating) {
        this.transactions = transactions;
        this.calendar = calendar;
        this.rerun = rerun;
        this.writer = writer;
        this.ended = ended;
        this.moving = moving;
        this.relocating = relocating;
    }

    /** What became of one claim. */
    enum Result {
        HEALED,
        DEGRADED,
        REBOUND,
        FAILED,
        /** Nothing is free now; it is tried again when its window begins. */
        WAITING,
        /** There was nothing to do. */
        NOTHING
    }

    private record Healed(Result result, @Nullable Run before) {}

    /** Heals one claim in a transaction of its own and stops, after it, what ran on the failed devices. */
    Result heal(Caller job, UUID claim) {
        return inOne(job, (tx, proposals) -> heal(tx, proposals, claim));
    }

    private Result inOne(Caller job, BiFunction<Tx, Proposals, Healed> work) {
        Healed healed;
        try (Proposals proposals = calendar.proposals(job)) {
            healed = transactions.run(job, tx -> {
                proposals.restart();
                return work.apply(tx, proposals);
            });
        }
        if (healed.before() != null) {
            ended.stop(job, List.of(healed.before()));
        }
        return healed.result();
    }

    private Healed heal(Tx tx, Proposals proposals, UUID claim) {
        Set<Integer> failed = calendar.onFailedDevices(tx).getOrDefault(claim, Set.of());
        Run run = Runs.last(tx, List.of(claim)).get(claim);
        if (!failed.isEmpty()) {
            for (ReservationSteps.Due due : ReservationSteps.of(tx, List.of(claim))) {
                return heal(tx, proposals, due, run, failed);
            }
            for (Allocation allocation : AllocationSteps.of(tx, List.of(claim))) {
                return moving.settleNow(tx, allocation, "A device has failed.")
                        ? heal(tx, proposals, claim)
                        : heal(tx, proposals, allocation, run, "Its devices have failed");
            }
        }
        return failed.isEmpty()
                ? new Healed(Result.NOTHING, null)
                : Relocations.at(tx, claim)
                        .map(there -> new Healed(elsewhere(tx, proposals, there), null))
                        .orElseGet(() -> new Healed(Result.NOTHING, null));
    }

    /** The place to which an allocation goes later has failed before: it is given another one. */
    private Result elsewhere(Tx tx, Proposals proposals, Relocation there) {
        for (Allocation it : AllocationSteps.of(tx, List.of(there.claim()))) {
            Instant from = there.begins().isAfter(tx.now()) ? there.begins() : tx.now();
            boolean moved = calendar.move(tx, proposals, there.place(), rerun.question(tx, it, from))
                    .isPresent();
            return moved ? Result.REBOUND : Result.WAITING;
        }
        return Result.NOTHING;
    }

    private Healed heal(Tx tx, Proposals proposals, ReservationSteps.Due due, @Nullable Run run, Set<Integer> failed) {
        Reservation it = due.reservation();
        if (it.state() instanceof ReservationState.Ending || !tx.now().isBefore(it.billableUntil())) {
            return new Healed(Result.NOTHING, null);
        }
        boolean moved = calendar.move(tx, proposals, it.id().value(), rerun.question(tx, it, tx.now()))
                .isPresent();
        if (it.state() instanceof ReservationState.Provisioning || it.state() instanceof ReservationState.Active) {
            return heal(tx, proposals, due, run, failed, moved);
        }
        if (moved) {
            String detail = "Moved to other devices, because one has failed.";
            Rebinds.stay(tx, due, it.degraded(), detail);
            return new Healed(Result.REBOUND, null);
        }
        return tx.now().isBefore(it.window().start())
                ? new Healed(Result.WAITING, null)
                : heal(tx, proposals, due, run, failed, false);
    }

    private Healed heal(
            Tx tx,
            Proposals proposals,
            ReservationSteps.Due due,
            @Nullable Run run,
            Set<Integer> failed,
            boolean moved) {
        Reservation it = due.reservation();
        UUID claim = it.id().value();
        if (!moved) {
            List<Granted> left = calendar.granted(tx, List.of(claim)).getOrDefault(claim, List.of()).stream()
                    .filter(part -> !failed.contains(part.device()))
                    .toList();
            if (left.isEmpty()) {
                return fail(tx, due, run);
            }
            calendar.dropDevices(tx, proposals, claim, failed);
        }
        if (it.state() instanceof ReservationState.Provisioning state) {
            interrupt(tx, due, run, state, !moved);
        } else if (it.state() instanceof ReservationState.Active active) {
            interrupt(tx, due, run, active.interrupt(), !moved);
        } else {
            Rebinds.stay(tx, due, true, "A device has failed and there is no other: it starts with fewer.");
        }
        return new Healed(moved ? Result.HEALED : Result.DEGRADED, run);
    }

    private void interrupt(
            Tx tx, ReservationSteps.Due due, @Nullable Run run, ReservationState.Provisioning after, boolean degraded) {
        if (run != null) {
            rerun.again(tx, run, tx.now());
        }
        String detail = degraded
                ? "A device has failed and there is no other: it goes on with fewer."
                : "A device has failed: it goes on elsewhere.";
        write(tx, due, after, tx.now(), Rerun.lost(due, tx.now()), degraded, detail);
    }

    private void write(
            Tx tx,
            ReservationSteps.Due due,
            ReservationState after,
            Instant dueAt,
            Delivery delivery,
            boolean degraded,
            String detail) {
        Reservation it = due.reservation();
        var step = new ReservationSteps.Step(it, after, dueAt, delivery, degraded);
        var entry = ReservationDecisions.entry(it, after, tx.now(), detail);
        writer.write(tx, List.of(new Next.OfReservation(step, Next.Effects.noting(List.of(entry)))));
    }

    private Healed fail(Tx tx, ReservationSteps.Due due, @Nullable Run run) {
        var failed = new ReservationState.Failed(tx.now(), "Its devices have failed and there are no others.");
        writer.write(
                tx, List.of(ReservationDecisions.fail(due, Rerun.lost(due, tx.now()), List.of(), failed, tx.now())));
        return new Healed(Result.FAILED, run);
    }

    /**
     * Brings an allocation away whose time on its cards is over: it is stopped and starts elsewhere, or fails where there is no
     * other place. One that has moved in the meantime goes on.
     *
     * @param why the beginning of what its time line says
     */
    Result evict(Caller job, UUID claim, String why) {
        return inOne(
                job,
                (tx, proposals) -> AllocationSteps.of(tx, List.of(claim)).stream()
                        .findFirst()
                        .map(it -> evict(tx, proposals, it, why))
                        .orElse(new Healed(Result.NOTHING, null)));
    }

    private Healed evict(Tx tx, Proposals proposals, Allocation found, String why) {
        UUID claim = found.id().value();
        boolean settled = moving.settleNow(tx, found, why + ".");
        if (calendar.openEnded(tx, List.of(claim)).contains(claim)) {
            return new Healed(Result.NOTHING, null);
        }
        Allocation it = settled ? AllocationSteps.of(tx, List.of(claim)).getFirst() : found;
        return heal(tx, proposals, it, Runs.last(tx, List.of(claim)).get(claim), why);
    }

    private Healed heal(Tx tx, Proposals proposals, Allocation it, @Nullable Run run, String why) {
        AllocationState.Provisioning after = Rerun.interrupted(it.state());
        if (after == null || run == null) {
            return new Healed(Result.NOTHING, null);
        }
        if (calendar.move(tx, proposals, it.id().value(), rerun.question(tx, it, tx.now()))
                .isEmpty()) {
            if (relocating.waits(tx, it, after, run, why)) {
                return new Healed(Result.HEALED, run);
            }
            var failed = after.fail(tx.now(), why + " and there are no others.");
            writer.write(tx, List.of(AllocationDecisions.fail(it, failed, tx.now(), tx.now())));
            return new Healed(Result.FAILED, run);
        }
        Relocations.settle(tx, calendar, it.id().value(), it.id().value());
        rerun.again(tx, run, tx.now());
        var step = new AllocationSteps.Step(it, after, tx.now());
        var entry = AllocationDecisions.entry(it, after, tx.now(), why + ": it goes on elsewhere.");
        writer.write(tx, List.of(new Next.OfAllocation(step, Next.Effects.noting(List.of(entry)))));
        return new Healed(Result.HEALED, run);
    }

    /** Heals whatever lies on failed devices, on some or on all. */
    Map<Result, Long> healAll(Caller job, Set<Integer> devices) {
        Map<UUID, Set<Integer>> ill = transactions.run(job, calendar::onFailedDevices);
        return ill.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(devices::contains))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.groupingBy(claim -> healOrLog(job, claim), Collectors.counting()));
    }

    /** One claim that cannot be healed does not keep the others from it; {@code reconcile} tries it again. */
    private Result healOrLog(Caller job, UUID claim) {
        try {
            return heal(job, claim);
        } catch (RuntimeException e) {
            LOG.error("Claim {} could not be healed", claim, e);
            return Result.NOTHING;
        }
    }
}
