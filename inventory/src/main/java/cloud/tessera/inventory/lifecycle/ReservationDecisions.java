package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.engine.Access;
import cloud.tessera.inventory.engine.Observation;
import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.reservation.Delivery;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.reservation.ReservationSteps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of a reservation that is due, given what its engine says. Pure. */
final class ReservationDecisions {
    /** How soon a claim is looked at again where its engine says nothing of it. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private ReservationDecisions() {}

    /**
     * @param run its last run; null before it starts
     */
    static Next next(ReservationSteps.Due due, @Nullable Run run, Seen seen, Instant now) {
        Reservation it = due.reservation();
        return switch (it.state()) {
            case ReservationState.Held held -> over(due, held.expire(), now);
            case ReservationState.PaymentPending pending -> over(due, pending.failed(now), now);
            case ReservationState.Scheduled scheduled -> begin(due, scheduled, run, seen, now);
            case ReservationState.Provisioning provisioning ->
                provision(due, provisioning, due.delivery(), List.of(), run, seen, now);
            case ReservationState.Active active -> run(due, active, run, seen, now);
            case ReservationState.Ending ending -> {
                var after = ending.complete(it.window().end());
                yield step(
                        due,
                        after,
                        null,
                        due.delivery(),
                        Next.Effects.noting(List.of(entry(it, after, after.at(), null))));
            }
            case ReservationState.Over _ -> new Next.Later(it.id().value(), now);
        };
    }

    private static Next over(ReservationSteps.Due due, ReservationState.Over after, Instant now) {
        var entries = List.of(entry(due.reservation(), after, now, null));
        return step(
                due, after, null, due.delivery(), Next.Effects.noting(entries).releasing());
    }

    /** From the start of the window, or from the confirmation where that is later, nothing is delivered until it is ready. */
    private static Next begin(
            ReservationSteps.Due due, ReservationState.Scheduled scheduled, @Nullable Run run, Seen seen, Instant now) {
        Reservation it = due.reservation();
        Instant bought = Objects.requireNonNullElse(due.confirmedAt(), it.createdAt());
        Instant since =
                bought.isAfter(it.window().start()) ? bought : it.window().start();
        Delivery delivery = due.delivery().losing(it.shape().quantity(), since);
        ReservationState.Provisioning provisioning = scheduled.start();
        return provision(due, provisioning, delivery, List.of(entry(it, provisioning, now, null)), run, seen, now);
    }

    private static Next provision(
            ReservationSteps.Due due,
            ReservationState.Provisioning state,
            Delivery delivery,
            List<Timeline.Entry> before,
            @Nullable Run run,
            Seen seen,
            Instant now) {
        Reservation it = due.reservation();
        if (!now.isBefore(it.billableUntil())) {
            return fail(due, delivery, before, state.fail(now, "It was not ready before its time was over."), now);
        }
        return switch (seen) {
            case Seen.Observed(Observation.Ready ready)
            when run != null -> ready(due, state, delivery, before, run, ready, now);
            case Seen.Observed(Observation.Failed(Instant at, String reason, boolean ours))
            when ours && run != null -> retry(it, run, clamp(at, it.window().start(), now), reason);
            case Seen.Observed(Observation.Failed(Instant _, String reason, boolean _)) ->
                failByCustomer(due, delivery, before, state.fail(now, reason), now);
            case Seen.Observed(Observation.Starting(Instant again))
            when again != null -> step(due, state, soonest(again, now), delivery, Next.Effects.noting(before));
            default -> step(due, state, now.plus(LOOK_AGAIN), delivery, Next.Effects.noting(before));
        };
    }

    private static Next ready(
            ReservationSteps.Due due,
            ReservationState.Provisioning state,
            Delivery delivery,
            List<Timeline.Entry> before,
            Run run,
            Observation.Ready ready,
            Instant now) {
        Reservation it = due.reservation();
        Instant since = delivery.lostSince() == null ? it.window().start() : delivery.lostSince();
        Instant at = clamp(ready.at(), since, now);
        int missing = it.shape().quantity() - Units.of(it.shape(), run.task().devices());
        var after = state.ready(at);
        List<Timeline.Entry> entries = new ArrayList<>(before);
        entries.add(entry(
                it,
                after,
                at,
                missing == 0 ? null : missing + " of " + it.shape().quantity() + " are missing."));
        var effects = Next.Effects.noting(entries)
                .with(new Runs.Ready(
                        it.id().value(), run.task().attempt(), at, new Access(ready.address(), ready.token())));
        return step(due, after, lookAt(it, ready.lookAgain(), now), delivery.losing(missing, at), effects);
    }

    private static Next run(
            ReservationSteps.Due due, ReservationState.Active active, @Nullable Run run, Seen seen, Instant now) {
        Reservation it = due.reservation();
        if (!now.isBefore(it.billableUntil())) {
            return seen instanceof Seen.Unreachable
                    ? new Next.Later(it.id().value(), now.plus(LOOK_AGAIN))
                    : end(due, active);
        }
        return switch (seen) {
            case Seen.Observed(Observation.Ready ready) ->
                step(due, active, lookAt(it, ready.lookAgain(), now), due.delivery(), Next.Effects.NONE);
            case Seen.Observed(Observation.Failed(Instant at, String reason, boolean ours))
            when ours && run != null -> retry(it, run, clamp(at, active.readyAt(), now), reason);
            case Seen.Observed(Observation.Failed(Instant _, String reason, boolean _)) ->
                failByCustomer(due, due.delivery(), List.of(), active.fail(now, reason), now);
            case Seen.Observed(Observation.Gone _) when run != null -> retry(it, run, now, "The work was lost.");
            default -> new Next.Later(it.id().value(), now.plus(LOOK_AGAIN));
        };
    }

    private static Next retry(Reservation it, Run run, Instant failedAt, String reason) {
        return new Next.Retry(it.id().value(), it.version(), run.task().attempt(), failedAt, reason);
    }

    private static Next end(ReservationSteps.Due due, ReservationState.Active active) {
        Reservation it = due.reservation();
        Instant at = it.billableUntil();
        var after = active.end();
        Delivery delivery = due.delivery().losing(0, at);
        var effects = Next.Effects.noting(List.of(entry(it, after, at, null)))
                .with(new Runs.Ended(it.id().value(), at))
                .crediting(delivery.lostBy(at).toSeconds());
        return step(due, after, it.window().end(), delivery, effects);
    }

    /**
     * We could not deliver: what is missing up to the end of the block is credited. A block that had not begun is given
     * back whole by stopping it, and nothing is credited beside that.
     */
    static Next fail(
            ReservationSteps.Due due,
            Delivery delivery,
            List<Timeline.Entry> before,
            ReservationState.Failed after,
            Instant now) {
        Reservation it = due.reservation();
        Instant end = it.billableUntil();
        Delivery all = delivery.losing(it.shape().quantity(), now.isBefore(end) ? now : end)
                .losing(0, end);
        List<Timeline.Entry> entries = new ArrayList<>(before);
        entries.add(entry(it, after, now, after.reason()));
        var effects = Next.Effects.noting(entries)
                .with(new Runs.Ended(it.id().value(), now.isBefore(end) ? now : end))
                .releasing()
                .crediting(now.isAfter(it.window().start()) ? all.lostBy(end).toSeconds() : 0)
                .stoppingBlock();
        return step(due, after, null, all, effects);
    }

    /** The customer's own image failed: that is the customer's time. What we had not delivered before is credited. */
    private static Next failByCustomer(
            ReservationSteps.Due due,
            Delivery delivery,
            List<Timeline.Entry> before,
            ReservationState.Failed after,
            Instant now) {
        Reservation it = due.reservation();
        Delivery until = delivery.losing(0, now);
        List<Timeline.Entry> entries = new ArrayList<>(before);
        entries.add(entry(it, after, now, after.reason()));
        var effects = Next.Effects.noting(entries)
                .with(new Runs.Ended(it.id().value(), now))
                .releasing()
                .crediting(until.lostBy(now).toSeconds());
        return step(due, after, null, until, effects);
    }

    private static Next step(
            ReservationSteps.Due due,
            ReservationState after,
            @Nullable Instant dueAt,
            Delivery delivery,
            Next.Effects effects) {
        Reservation it = due.reservation();
        return new Next.OfReservation(new ReservationSteps.Step(it, after, dueAt, delivery, it.degraded()), effects);
    }

    static Timeline.Entry entry(Reservation it, ReservationState state, Instant at, @Nullable String detail) {
        return new Timeline.Entry(it.id().value(), it.organization(), at, state.text(), detail);
    }

    private static Instant lookAt(Reservation it, @Nullable Instant again, Instant now) {
        Instant end = it.billableUntil();
        return again == null || again.isAfter(end) ? end : soonest(again, now);
    }

    /** Not at once: an engine that always names the present would keep the life cycle busy for ever. */
    static Instant soonest(Instant again, Instant now) {
        Instant next = now.plusSeconds(1);
        return again.isBefore(next) ? next : again;
    }

    static Instant clamp(Instant at, Instant earliest, Instant latest) {
        return at.isBefore(earliest) ? earliest : at.isAfter(latest) ? latest : at;
    }
}
