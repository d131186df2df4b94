package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.allocation.AllocationSteps;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.reservation.ReservationSteps;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be done about a claim that is due, decided and not yet written. */
sealed interface Next {
    UUID claim();

    /** Whether there may be something to do about the claim again at a moment, and not only later. */
    boolean againBy(Instant now);

    /** Whether the run of the claim ends by it. */
    boolean endsRun();

    /** A step with all that goes with it; written together with others. */
    sealed interface Step extends Next {
        Effects effects();

        @Override
        default boolean endsRun() {
            return effects().ended() != null;
        }
    }

    record OfReservation(ReservationSteps.Step step, Effects effects) implements Step {
        @Override
        public UUID claim() {
            return step.before().id().value();
        }

        @Override
        public boolean againBy(Instant now) {
            return step.dueAt() != null && !step.dueAt().isAfter(now);
        }
    }

    record OfAllocation(AllocationSteps.Step step, Effects effects) implements Step {
        @Override
        public UUID claim() {
            return step.before().id().value();
        }

        @Override
        public boolean againBy(Instant now) {
            return step.dueAt() != null && !step.dueAt().isAfter(now);
        }
    }

    /**
     * The work failed at an instant through no fault of the customer: it is tried again, elsewhere if that is possible.
     *
     * @param version of the claim that was seen: if it has another one, somebody has done this already
     * @param attempt which failed
     */
    record Retry(UUID claim, int version, int attempt, Instant failedAt, String reason) implements Next {
        @Override
        public boolean againBy(Instant now) {
            return true;
        }

        @Override
        public boolean endsRun() {
            return true;
        }
    }

    /**
     * A move comes to its end: in the new place where its run is ready, in the old one otherwise.
     *
     * @param version of the allocation that was seen
     * @param ready the new run; null where it does not become ready
     * @param dueAt when it is to be looked at next, where it has moved
     * @param reason why it stays; null where its time is over
     */
    record Settle(
            UUID claim,
            int version,
            Runs.@Nullable Ready ready,
            Instant dueAt,
            @Nullable String reason) implements Next {
        @Override
        public boolean againBy(Instant now) {
            return true;
        }

        @Override
        public boolean endsRun() {
            return false;
        }
    }

    /** Nothing can be done now. */
    record Later(UUID claim, Instant until) implements Next {
        @Override
        public boolean againBy(Instant now) {
            return false;
        }

        @Override
        public boolean endsRun() {
            return false;
        }
    }

    /**
     * What a step writes beside the state.
     *
     * @param releases whether quota, exposure and tiles are given back
     * @param credit seconds of the block to be credited; 0 for none
     * @param stopsBlock whether the block ends early because we failed
     */
    record Effects(
            List<Timeline.Entry> entries,
            Runs.@Nullable Ready ready,
            Runs.@Nullable Ended ended,
            boolean releases,
            long credit,
            boolean stopsBlock) {
        static final Effects NONE = new Effects(List.of(), null, null, false, 0, false);

        static Effects noting(List<Timeline.Entry> entries) {
            return new Effects(entries, null, null, false, 0, false);
        }

        Effects with(Runs.Ready run) {
            return new Effects(entries, run, ended, releases, credit, stopsBlock);
        }

        Effects with(Runs.Ended run) {
            return new Effects(entries, ready, run, releases, credit, stopsBlock);
        }

        Effects releasing() {
            return new Effects(entries, ready, ended, true, credit, stopsBlock);
        }

        Effects crediting(long seconds) {
            return new Effects(entries, ready, ended, releases, seconds, stopsBlock);
        }

        Effects stoppingBlock() {
            return new Effects(entries, ready, ended, releases, credit, true);
        }
    }
}
