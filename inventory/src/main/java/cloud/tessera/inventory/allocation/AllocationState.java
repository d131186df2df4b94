package cloud.tessera.inventory.allocation;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an allocation is in its life: {@code provisioning <-> active <-> moving} and {@code -> releasing -> released}; from
 * provisioning and active it may end as {@code failed}, and one that gives way goes {@code -> preempting -> preempted}.
 */
public sealed interface AllocationState {
    /** The state as it is stored and sent. */
    default String text() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing will change any more. */
    default boolean over() {
        return this instanceof Over;
    }

    /** The work is being started, for the first time or after a failure. Nothing is metered. */
    record Provisioning() implements AllocationState {
        public Active ready(Instant at) {
            return new Active(at);
        }

        public Preempting giveWay(Instant at) {
            return new Preempting(at);
        }

        public Releasing release(Instant askedAt) {
            return new Releasing(askedAt);
        }

        public Failed fail(Instant now, String reason) {
            return new Failed(now, reason);
        }
    }

    /** Ready for use, and metered, since {@code readyAt}. */
    record Active(Instant readyAt) implements AllocationState {
        public Provisioning interrupt() {
            return new Provisioning();
        }

        /** @param until when the move is given up */
        public Moving move(UUID place, Instant until) {
            return new Moving(readyAt, place, until);
        }

        public Preempting giveWay(Instant at) {
            return new Preempting(at);
        }

        public Releasing release(Instant askedAt) {
            return new Releasing(askedAt);
        }

        public Failed fail(Instant now, String reason) {
            return new Failed(now, reason);
        }
    }

    /**
     * Active, and at the same time being started in another place, whose tiles {@code place} holds: the old run stops when
     * the new one is ready, and goes on where that does not come about before {@code until}.
     */
    record Moving(Instant readyAt, UUID place, Instant until) implements AllocationState {
        public Active arrived() {
            return new Active(readyAt);
        }

        public Active stay() {
            return new Active(readyAt);
        }

        public Releasing release(Instant askedAt) {
            return new Releasing(askedAt);
        }
    }

    /** It was told that it gives way {@code at} that moment; it runs, and is metered, until then. */
    record Preempting(Instant at) implements AllocationState {
        public Preempted gone() {
            return new Preempted(at);
        }

        /** @param readyAt of its run; null where that is not ready yet */
        public AllocationState calledOff(@Nullable Instant readyAt) {
            return readyAt == null ? new Provisioning() : new Active(readyAt);
        }

        public Releasing release(Instant askedAt) {
            return new Releasing(askedAt);
        }
    }

    /** Charging ended at {@code askedAt}; the work is being stopped. */
    record Releasing(Instant askedAt) implements AllocationState {
        public Released released(Instant now) {
            return new Released(now);
        }
    }

    /** A state after which nothing changes. */
    sealed interface Over extends AllocationState {
        /** When it came to this. */
        Instant at();
    }

    /** Its tiles are free again. */
    record Released(Instant at) implements Over {}

    /** It has given way to others. */
    record Preempted(Instant at) implements Over {}

    /** We could not deliver, or the customer's own image failed; the reason says which. */
    record Failed(Instant at, String reason) implements Over {}
}
