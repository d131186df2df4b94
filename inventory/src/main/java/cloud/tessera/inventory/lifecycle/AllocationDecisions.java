package cloud.tessera.inventory.lifecycle;

import static cloud.tessera.inventory.lifecycle.ReservationDecisions.LOOK_AGAIN;
import static cloud.tessera.inventory.lifecycle.ReservationDecisions.clamp;
import static cloud.tessera.inventory.lifecycle.ReservationDecisions.soonest;

import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.AllocationSteps;
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

    static Next next(Allocation it, @Nullable Run run, Seen seen, Instant now) {
        return switch (it.state()) {
            case AllocationState.Provisioning state -> provision(it, state, run, seen, now);
            case AllocationState.Active state -> run(it, state, run, seen, now);
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
                yield step(it, after, again(ready.lookAgain(), now), effects);
            }
            case Seen.Observed(Observation.Starting(Instant again))
            when again != null -> new Next.Later(it.id().value(), soonest(again, now));
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
                new Next.Later(it.id().value(), again(ready.lookAgain(), now));
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

    private static Instant again(@Nullable Instant again, Instant now) {
        return again == null ? now.plus(SELDOM) : soonest(again, now);
    }

    private static Next later(Allocation it, Instant now) {
        return new Next.Later(it.id().value(), now.plus(LOOK_AGAIN));
    }
}
