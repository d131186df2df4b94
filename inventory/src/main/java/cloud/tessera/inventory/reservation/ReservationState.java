package cloud.tessera.inventory.reservation;

import java.time.Instant;
import java.util.Locale;

/**
 * Where a reservation is in its life. A step exists only on the state from which it is legal:
 *
 * <pre>
 * held -> scheduled -> provisioning <-> active -> ending -> completed
 *   held -> expired | cancelled | payment_pending;  payment_pending -> scheduled | payment_failed
 *   scheduled -> cancelled;  cancelled -> scheduled (a return that is withdrawn);  scheduled, provisioning -> failed
 * </pre>
 */
public sealed interface ReservationState {
    /** The state as it is stored and sent. */
    default String text() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    /** Whether nothing will change any more. */
    default boolean over() {
        return this instanceof Over;
    }

    /** Owns its tiles, counts against quota and exposure, and runs out at {@code until} unless it is confirmed. */
    record Held(Instant until) implements ReservationState {
        public boolean live(Instant now) {
            return now.isBefore(until);
        }

        public Scheduled confirm() {
            return new Scheduled();
        }

        public PaymentPending awaitPayment() {
            return new PaymentPending(until);
        }

        public Expired expire() {
            return new Expired(until);
        }

        public Cancelled cancel(Instant now) {
            return new Cancelled(now);
        }
    }

    /** Confirmed, and the payment is under way outside. */
    record PaymentPending(Instant until) implements ReservationState {
        public Scheduled paid() {
            return new Scheduled();
        }

        public PaymentFailed failed(Instant now) {
            return new PaymentFailed(now);
        }
    }

    /** Paid for, or on approved terms; starts when its window does. */
    record Scheduled() implements ReservationState {
        public Cancelled cancel(Instant now) {
            return new Cancelled(now);
        }

        public Provisioning start() {
            return new Provisioning();
        }

        public Failed fail(Instant now, String reason) {
            return new Failed(now, reason);
        }
    }

    /** The window runs and the work is being started, for the first time or after a failure. */
    record Provisioning() implements ReservationState {
        public Active ready(Instant at) {
            return new Active(at);
        }

        public Failed fail(Instant now, String reason) {
            return new Failed(now, reason);
        }
    }

    /** Ready for use since {@code readyAt}. */
    record Active(Instant readyAt) implements ReservationState {
        public Provisioning interrupt() {
            return new Provisioning();
        }

        public Ending end() {
            return new Ending();
        }

        public Failed fail(Instant now, String reason) {
            return new Failed(now, reason);
        }
    }

    /** The turnaround: the customer's work has stopped and the cards are wiped and checked. */
    record Ending() implements ReservationState {
        public Completed complete(Instant now) {
            return new Completed(now);
        }
    }

    /** A state after which nothing changes. */
    sealed interface Over extends ReservationState {
        /** When it came to this. */
        Instant at();
    }

    record Completed(Instant at) implements Over {}

    /** The hold ran out. */
    record Expired(Instant at) implements Over {}

    record PaymentFailed(Instant at) implements Over {}

    /** By its owner, before it started. What was returned for resale as a whole can be taken back. */
    record Cancelled(Instant at) implements Over {
        public Scheduled revive() {
            return new Scheduled();
        }
    }

    /** We could not deliver, or the customer's own image failed; the reason says which. */
    record Failed(Instant at, String reason) implements Over {}
}
