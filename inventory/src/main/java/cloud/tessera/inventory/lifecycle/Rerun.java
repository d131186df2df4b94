package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Relocations;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.engine.Task;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.reservation.Delivery;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.reservation.ReservationSteps;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs work again that has failed: on other devices if there are any, on the same ones otherwise. */
final class Rerun {
    /** So many attempts in a row may fail before the claim does. */
    static final int MOST_ATTEMPTS = 3;

    private final Transactions transactions;
    private final Organizations organizations;
    private final Calendar calendar;
    private final Writer writer;

    Rerun(Transactions transactions, Organizations organizations, Calendar calendar, Writer writer) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.calendar = calendar;
        this.writer = writer;
    }

    /** Whether anything was done: false where the claim has another version or attempt by now. */
    boolean retry(Caller job, Next.Retry retry) {
        try (Proposals proposals = calendar.proposals(job)) {
            return transactions.run(job, tx -> {
                proposals.restart();
                Run run = Runs.last(tx, List.of(retry.claim())).get(retry.claim());
                if (run == null || run.task().attempt() != retry.attempt()) {
                    return false;
                }
                for (ReservationSteps.Due due : ReservationSteps.of(tx, List.of(retry.claim()))) {
                    return due.reservation().version() == retry.version() && retry(tx, proposals, due, run, retry);
                }
                for (Allocation allocation : AllocationSteps.of(tx, List.of(retry.claim()))) {
                    return allocation.version() == retry.version() && retry(tx, proposals, allocation, run, retry);
                }
                return false;
            });
        }
    }

    private boolean retry(Tx tx, Proposals proposals, ReservationSteps.Due due, Run run, Next.Retry retry) {
        Reservation it = due.reservation();
        ReservationState.Provisioning after = interrupted(it.state());
        if (after == null) {
            return false;
        }
        Delivery lost = lost(due, retry.failedAt());
        if (Runs.attemptsSinceReady(tx, retry.claim()) >= MOST_ATTEMPTS
                || !tx.now().isBefore(it.billableUntil())) {
            Next failed =
                    ReservationDecisions.fail(due, lost, List.of(), after.fail(tx.now(), retry.reason()), tx.now());
            return writer.write(tx, List.of(failed)) == 1;
        }
        move(tx, proposals, question(tx, it, tx.now()), run);
        again(tx, run, retry.failedAt());
        var step = new ReservationSteps.Step(it, after, tx.now(), lost, it.degraded());
        var entry = ReservationDecisions.entry(it, after, tx.now(), retry.reason() + " It is started again.");
        return writer.write(tx, List.of(new Next.OfReservation(step, Next.Effects.noting(List.of(entry))))) == 1;
    }

    /** All of it is lost from an instant on, or from the start of the customer's time where nothing was ready yet. */
    static Delivery lost(ReservationSteps.Due due, Instant at) {
        Reservation it = due.reservation();
        if (it.state() instanceof ReservationState.Scheduled) {
            Instant bought = due.confirmedAt() == null ? it.createdAt() : due.confirmedAt();
            Instant since =
                    bought.isAfter(it.window().start()) ? bought : it.window().start();
            return due.delivery().losing(it.shape().quantity(), since);
        }
        return it.state() instanceof ReservationState.Provisioning
                ? due.delivery()
                : due.delivery().losing(it.shape().quantity(), at);
    }

    static ReservationState.@Nullable Provisioning interrupted(ReservationState state) {
        return switch (state) {
            case ReservationState.Scheduled scheduled -> scheduled.start();
            case ReservationState.Provisioning provisioning -> provisioning;
            case ReservationState.Active active -> active.interrupt();
            case ReservationState.Held _,
                    ReservationState.PaymentPending _,
                    ReservationState.Ending _,
                    ReservationState.Over _ -> null;
        };
    }

    private boolean retry(Tx tx, Proposals proposals, Allocation it, Run run, Next.Retry retry) {
        AllocationState.Provisioning after = interrupted(it.state());
        if (after == null) {
            return false;
        }
        // A move that came to nothing has left an attempt behind, while the run that fails now was ready.
        if (run.readyAt() == null && Runs.attemptsSinceReady(tx, retry.claim()) >= MOST_ATTEMPTS) {
            Next failed =
                    AllocationDecisions.fail(it, after.fail(tx.now(), retry.reason()), retry.failedAt(), tx.now());
            return writer.write(tx, List.of(failed)) == 1;
        }
        if (move(tx, proposals, question(tx, it, tx.now()), run)) {
            Relocations.settle(tx, calendar, retry.claim(), retry.claim());
        }
        again(tx, run, retry.failedAt());
        var entry = AllocationDecisions.entry(it, after, tx.now(), retry.reason() + " It is started again.");
        var step = new AllocationSteps.Step(it, after, tx.now());
        return writer.write(tx, List.of(new Next.OfAllocation(step, Next.Effects.noting(List.of(entry))))) == 1;
    }

    static AllocationState.@Nullable Provisioning interrupted(AllocationState state) {
        return switch (state) {
            case AllocationState.Provisioning provisioning -> provisioning;
            case AllocationState.Active active -> active.interrupt();
            case AllocationState.Moving _,
                    AllocationState.Preempting _,
                    AllocationState.Releasing _,
                    AllocationState.Over _ -> null;
        };
    }

    /** To other devices than those that failed, or not at all; whether it was. */
    private boolean move(Tx tx, Proposals proposals, Question question, Run run) {
        Set<Integer> failed = run.task().devices().stream().map(Granted::device).collect(Collectors.toSet());
        return calendar.move(tx, proposals, run.task().claim(), question.avoiding(failed))
                .isPresent();
    }

    /** Ends a run and opens the next attempt on what the claim holds now. */
    void again(Tx tx, Run run, Instant endedAt) {
        Task task = run.task();
        UUID claim = task.claim();
        List<Granted> devices = calendar.granted(tx, List.of(claim)).getOrDefault(claim, List.of());
        Task next = task.again(Runs.nextAttempt(tx, claim), devices);
        Runs.end(tx, List.of(new Runs.Ended(claim, endedAt)));
        Runs.open(tx, List.of(new Runs.Opened(next, run.organization(), run.project(), run.engine())));
    }

    /** Where could the rest of its window lie? */
    Question question(Tx tx, Reservation it, Instant from) {
        return calendar.search(tx)
                .question(
                        it.shape(),
                        Workload.TRAINING,
                        it.site(),
                        from.isAfter(it.window().start()) ? from : it.window().start(),
                        it.window().end(),
                        organizations.of(tx, it.organization()).holder());
    }

    Question question(Tx tx, Allocation it, Instant from) {
        return calendar.search(tx)
                .question(
                        it.shape(),
                        Workload.INFERENCE,
                        it.site(),
                        from,
                        null,
                        organizations.of(tx, it.organization()).holder())
                .replicated(it.kind().replicas());
    }
}
