package cloud.tessera.inventory.allocation;

import java.time.Instant;
import java.util.Locale;

/**
 * Where an allocation is in its life: {@code provisioning <-> active -> releasing -> released}; from provisioning and
 * active it may end as {@code failed}.
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

        public Releasing release(Instant askedAt) {
            return new Releasing(askedAt);
        }

        public Failed fail(Instant now, String reason) {
            return new Failed(now, reason);
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

    /** We could not deliver, or the customer's own image failed; the reason says which. */
    record Failed(Instant at, String reason) implements Over {}
}
