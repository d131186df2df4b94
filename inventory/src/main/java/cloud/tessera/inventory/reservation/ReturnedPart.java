package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.charging.Block;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Which part of a reservation is returned: so much from a whole hour on to its end. Pure.
 *
 * @param window whole UTC hours up to the end of the reservation
 * @param quantity all it has, or less from the start of one that has not begun
 */
record ReturnedPart(TimeWindow window, int quantity) {

    /** What is wished; refused where the reservation has no such part, or cannot give it. */
    static ReturnedPart of(Reservation it, AskReturn wish, Instant now) {
        requireReturnable(it, now);
        Instant earliest = Changing.begun(it)
                ? AmendmentRules.earliestEnd(it, now)
                : it.window().start();
        Instant from = Objects.requireNonNullElse(wish.from(), earliest);
        if (!from.truncatedTo(ChronoUnit.HOURS).equals(from)
                || from.isBefore(earliest)
                || !from.isBefore(it.window().end())) {
            throw Refusal.invalid(
                            "invalid_window",
                            "Whole UTC hours are returned up to the end; the first that can be is " + earliest
                                    + ", and it ends at " + it.window().end() + ".",
                            "from")
                    .asException();
        }
        int quantity = Objects.requireNonNullElse(wish.quantity(), it.shape().quantity());
        boolean fromStart = !Changing.begun(it) && from.equals(it.window().start());
        if (quantity < 1
                || quantity > it.shape().quantity()
                || (quantity < it.shape().quantity() && !fromStart)) {
            throw Refusal.invalid(
                            "invalid_quantity",
                            "It has " + it.shape().quantity()
                                    + ". All of it can be returned from any hour on, less than"
                                    + " all only for the whole window of one that has not begun.",
                            "quantity")
                    .asException();
        }
        var part = new ReturnedPart(new TimeWindow(from, it.window().end()), quantity);
        if (!fromStart && Duration.between(it.window().start(), from).compareTo(it.turnaround()) <= 0) {
            throw Refusal.invalid(
                            "window_too_short",
                            "What is kept must be longer than the "
                                    + it.turnaround().toMinutes()
                                    + " minutes that it takes to prepare the cards for the next one.",
                            "from")
                    .asException();
        }
        return part;
    }

    /** Refuses what can give nothing now: {@code wrong_state}, {@code too_late}. */
    static void requireReturnable(Reservation it, Instant now) {
        boolean may = switch (it.state()) {
            case ReservationState.Scheduled _ -> now.isBefore(it.window().start());
            case ReservationState.Provisioning _, ReservationState.Active _ -> !it.degraded();
            case ReservationState.Held _,
                    ReservationState.PaymentPending _,
                    ReservationState.Ending _,
                    ReservationState.Over _ -> false;
        };
        if (!may) {
            throw Reservations.wrongState("returned", it, it.degraded() ? " while it lacks devices" : "");
        }
        if (Changing.begun(it)
                && !AmendmentRules.earliestEnd(it, now).isBefore(it.window().end())) {
            throw Refusal.conflict(
                            "too_late",
                            "It ends at " + it.window().end() + ", and no whole hour that could be returned is left.")
                    .asException();
        }
    }

    /** Whether nothing of the reservation is left. */
    boolean whole(Reservation it) {
        return quantity == it.shape().quantity()
                && window.start().equals(it.window().start());
    }

    /** What the reservation keeps of what was charged for. */
    Block.Extent kept(Reservation it) {
        return window.start().equals(it.window().start())
                ? new Block.Extent(
                        it.window().start(), it.billableUntil(), it.shape().quantity() - quantity)
                : new Block.Extent(
                        it.window().start(),
                        window.start().minus(it.turnaround()),
                        it.shape().quantity());
    }

    /** The turnaround at its end, unless the reservation keeps one, which then lies before the part. */
    Duration uncharged(Reservation it) {
        return window.start().equals(it.window().start()) ? it.turnaround() : Duration.ZERO;
    }

    /** What the reservation is to hold then. */
    static Changing.Target kept(Reservation it, Return back) {
        return back.window().start().equals(it.window().start())
                ? new Changing.Target(
                        it.window(),
                        AmendmentRules.with(
                                it.shape(), it.shape().quantity() - back.shape().quantity()),
                        it.site())
                : Changing.Target.of(it).until(back.window().start());
    }
}
