package cloud.tessera.inventory.lifecycle;

import static cloud.tessera.inventory.lifecycle.ReservationDecisions.LOOK_AGAIN;
import static cloud.tessera.inventory.lifecycle.ReservationDecisions.clamp;
import static cloud.tessera.inventory.lifecycle.ReservationDecisions.soonest;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.allocation.Preemptions;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.engine.Access;
import cloud.tessera.inventory.engine.Observation;
import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of an allocation that is due, given what its engine says. Pure. */
final class AllocationDecisions {
    /** When a running allocation is looked at although its engine sees no reason to. */
    private static final Duration SELDOM = Duration.ofDays(365);

    private AllocationDecisions() {}

    /** @param open whether it holds its place without an end, so that nobody stands behind it any more */
    static Next next(Allocation it, @Nullable Run run, Seen seen, boolean open, Instant now) {
        Instant at = it.preemptAt();
        return switch (it.state()) {
            case AllocationState.Provisioning state ->
                at != null && isTold(at, now)
                        ? giveWay(it, state, state.giveWay(at), open, now)
                        : provision(it, state, run, seen, now);
            case AllocationState.Active state ->
                at != null && isTold(at, now)
                        ? giveWay(it, state, state.giveWay(at), open, now)
                        : run(it, state, run, seen, now);
            case AllocationState.Moving state -> move(it, state, run, seen, now);
            case AllocationState.Preempting state -> preempt(it, state, seen, now);
            case AllocationState.Releasing state ->
                seen instanceof Seen.Unreachable
                        ? later(it, now)
                        : step(
                                it,
                                state.released(now),
                                null,
                                noting(it, state.released(now), now, null).releasing());
            case AllocationState.Over _ -> later(it, now);
        };
    }

    private static Next move(Allocation it, AllocationState.Moving state, @Nullable Run run, Seen seen, Instant now) {
        boolean late = !now.isBefore(state.until());
        return switch (seen) {
            case Seen.Observed(Observation.Ready ready)
            when run != null -> {
                var access = new Access(ready.address(), ready.token());
                yield new Next.Settle(
                        it.id().value(),
                        it.version(),
                        new Runs.Ready(it.id().value(), run.task().attempt(), now, access),
                        again(it, ready.lookAgain(), now),
                        null);
            }
            case Seen.Observed(Observation.Failed failed) -> stay(it, failed.reason(), now);
            case Seen.Observed(Observation.Gone _) -> stay(it, "The new run was lost.", now);
            default -> {
                Instant again = now.plus(LOOK_AGAIN);
                if (seen instanceof Seen.Observed(Observation.Starting(Instant soon)) && soon != null) {
                    again = soonest(soon, now);
                }
                yield late
                        ? stay(it, null, now)
                        : new Next.Later(it.id().value(), again.isBefore(state.until()) ? again : state.until());
            }
        };
    }

    private static Next stay(Allocation it, @Nullable String reason, Instant now) {
        return new Next.Settle(it.id().value(), it.version(), null, now, reason);
    }

    /** Whether it is time to tell the owner that it gives way at a moment. */
    private static boolean isTold(Instant at, Instant now) {
        return !now.isBefore(at.minus(Preemptions.NOTICE));
    }

    private static Next giveWay(
            Allocation it, AllocationState now, AllocationState.Preempting after, boolean open, Instant moment) {
        return open
                ? new Next.OfAllocation(new AllocationSteps.Step(it, now, moment).givingWay(null), Next.Effects.NONE)
                : step(it, after, after.at(), Next.Effects.noting(List.of(Preemptions.told(it, moment, after.at()))));
    }

    /** Where its engine is out of reach, its metering ends all the same. */
    private static Next preempt(Allocation it, AllocationState.Preempting state, Seen seen, Instant now) {
        if (now.isBefore(state.at())) {
            return new Next.Later(it.id().value(), state.at());
        }
        var ended = new Runs.Ended(it.id().value(), state.at());
        return seen instanceof Seen.Unreachable
                ? step(it, state, now.plus(LOOK_AGAIN), Next.Effects.NONE.with(ended))
                : step(
                        it,
                        state.gone(),
                        null,
                        noting(it, state.gone(), now, null).with(ended).releasing());
    }

    private static Next provision(
            Allocation it, AllocationState.Provisioning state, @Nullable Run run, Seen seen, Instant now) {
        return switch (seen) {
            case Seen.Observed(Observation.Ready ready)
            when run != null -> {
                Instant at = clamp(ready.at(), it.createdAt(), now);
                var after = state.ready(at);
                var effects = noting(it, after, at, null)
                        .with(new Runs.Ready(
                                it.id().value(), run.task().attempt(), at, new Access(ready.address(), ready.token())));
                yield step(it, after, again(it, ready.lookAgain(), now), effects);
            }
            case Seen.Observed(Observation.Starting(Instant again))
            when again != null -> new Next.Later(it.id().value(), again(it, again, now));
            case Seen.Observed(Observation.Failed failed)
            when failed.ours() && run != null ->
                retry(it, run, clamp(failed.at(), it.createdAt(), now), failed.reason());
            case Seen.Observed(Observation.Failed failed) -> fail(it, state.fail(now, failed.reason()), now, now);
            default -> later(it, now);
        };
    }

    private static Next run(Allocation it, AllocationState.Active state, @Nullable Run run, Seen seen, Instant now) {
        return switch (seen) {
            case Seen.Observed(Observation.Ready ready) ->
                new Next.Later(it.id().value(), again(it, ready.lookAgain(), now));
            case Seen.Observed(Observation.Failed failed)
            when failed.ours() && run != null ->
                retry(it, run, clamp(failed.at(), state.readyAt(), now), failed.reason());
            case Seen.Observed(Observation.Failed failed) ->
                fail(it, state.fail(now, failed.reason()), clamp(failed.at(), state.readyAt(), now), now);
            case Seen.Observed(Observation.Gone _) when run != null -> retry(it, run, now, "The work was lost.");
            default -> later(it, now);
        };
    }

    private static Next retry(Allocation it, Run run, Instant failedAt, String reason) {
        return new Next.Retry(it.id().value(), it.version(), run.task().attempt(), failedAt, reason);
    }

    /** @param endedAt when the work stopped, from when on nothing is metered */
    static Next fail(Allocation it, AllocationState.Failed after, Instant endedAt, Instant now) {
        var effects = noting(it, after, now, after.reason())
                .with(new Runs.Ended(it.id().value(), endedAt))
                .releasing();
        return step(it, after, null, effects);
    }

    private static Next step(Allocation it, AllocationState after, @Nullable Instant dueAt, Next.Effects effects) {
        return new Next.OfAllocation(new AllocationSteps.Step(it, after, dueAt), effects);
    }

    static Timeline.Entry entry(Allocation it, AllocationState state, Instant at, @Nullable String detail) {
        return new Timeline.Entry(it.id().value(), it.organization(), at, state.text(), detail);
    }

    private static Next.Effects noting(Allocation it, AllocationState state, Instant at, @Nullable String detail) {
        return Next.Effects.noting(List.of(entry(it, state, at, detail)));
    }

    private static Instant again(Allocation it, @Nullable Instant again, Instant now) {
        return untilTold(it, again == null ? now.plus(SELDOM) : soonest(again, now), now);
    }

    private static Next later(Allocation it, Instant now) {
        return new Next.Later(it.id().value(), untilTold(it, now.plus(LOOK_AGAIN), now));
    }

    /** Not after its owner must be told that it gives way. */
    private static Instant untilTold(Allocation it, Instant when, Instant now) {
        Instant told = it.preemptAt() == null ? when : it.preemptAt().minus(Preemptions.NOTICE);
        return told.isBefore(when) && told.isAfter(now) ? told : when;
    }
}
