package cloud.tessera.inventory.reservation;

import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.engine.Access;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Training reservations. What belongs to another organization is refused as {@code not_found}. Calls that book take the
 * caller's idempotency key.
 */
@Singleton
public class Reservations {
    /**
     * Holds an offer for 15 minutes: tiles, quota and exposure. Refused as {@code quote_expired}, {@code quote_used},
     * {@code capacity_exhausted} (with alternatives), {@code quota_exceeded}, {@code exposure_reached}, {@code
     * unknown_image}, {@code invalid_name}, or {@code one_hold_at_a_time} for organizations that are not verified.
     */
    public Outcome<Reservation> hold(Caller caller, Hold hold) {
        throw new IllegalStateException("under construction");
    }

    /** Asks for an offer and holds it, in one transaction; refused as either is. */
    public Outcome<Reservation> hold(Caller caller, HoldDirectly hold) {
        throw new IllegalStateException("under construction");
    }

    /** Buys what is held: charges the block. Refused as {@code hold_expired}, {@code wrong_state} or {@code credit_insufficient}. */
    public Outcome<Reservation> confirm(Caller caller, ReservationId id) {
        throw new IllegalStateException("under construction");
    }

    /**
     * Gives back what is held, or scheduled and not yet started; free of charge. Refused as {@code wrong_state} once the
     * window has begun, and as {@code stale} when the reservation has changed since the caller read it.
     *
     * @param version as the caller read it; null for whatever it is now
     */
    public Outcome<Reservation> cancel(Caller caller, ReservationId id, @Nullable Integer version) {
        throw new IllegalStateException("under construction");
    }

    public Reservation get(Caller caller, ReservationId id) {
        throw new IllegalStateException("under construction");
    }

    /**
     * Newest first. Operators see those of all organizations.
     *
     * @param project only those of one project; null for all
     */
    public Page<Reservation> list(Caller caller, @Nullable ProjectId project, Page.Request page) {
        throw new IllegalStateException("under construction");
    }

    /** What happened to it, oldest first. */
    public List<ClaimEvent> timeline(Caller caller, ReservationId id) {
        throw new IllegalStateException("under construction");
    }

    /** What it holds now, one line for each piece of a card. */
    public List<String> placement(Caller caller, ReservationId id) {
        throw new IllegalStateException("under construction");
    }

    /** How to reach the work; empty while it is not ready. */
    public Optional<Access> access(Caller caller, ReservationId id) {
        throw new IllegalStateException("under construction");
    }

    /** How busy its devices were, oldest first. */
    public List<Sample> utilisation(Caller caller, ReservationId id, TimeWindow window) {
        throw new IllegalStateException("under construction");
    }
}
