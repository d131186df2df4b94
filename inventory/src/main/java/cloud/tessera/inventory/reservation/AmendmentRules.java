package cloud.tessera.inventory.reservation;

import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.Rules;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What may be changed of a reservation, and which parts that adds. Pure. */
final class AmendmentRules {
    /** So shortly before its end a running one is not extended: its engine may be stopping it already. */
    private static final Duration TOO_LATE = Duration.ofMinutes(1);

    /** A part that is added: its window, of which the turnaround at the end is not charged. */
    record Added(TimeWindow window, Duration turnaround) {}

    private AmendmentRules() {}

    /** What the reservation would hold; refused where the wish makes no sense for it. */
    static Changing.Target target(Reservation before, Amend wish, Instant now) {
        Instant start = Objects.requireNonNullElse(wish.start(), before.window().start());
        Instant end = Objects.requireNonNullElse(wish.end(), before.window().end());
        int quantity =
                Objects.requireNonNullElse(wish.quantity(), before.shape().quantity());
        String site = Objects.requireNonNullElse(wish.site(), before.site());
        if (!start.isBefore(end)) {
            throw window("The window must end after it starts.");
        }
        if (quantity < 1 || quantity > before.shape().quantity()) {
            throw Refusal.invalid(
                            "invalid_quantity",
                            "A reservation can keep 1 to " + before.shape().quantity()
                                    + " of what it has; reserve what you need beyond that by itself.",
                            "quantity")
                    .asException();
        }
        var to = new Changing.Target(new TimeWindow(start, end), with(before.shape(), quantity), site);
        if (to.equals(Changing.Target.of(before))) {
            throw Refusal.invalid("nothing_changed", "This is how the reservation is already.", null)
                    .asException();
        }
        requireChangeable(before, end, now);
        if (Changing.begun(before)) {
            requireEndOnly(before, to, now);
        } else {
            Rules.check(to.window(), now);
        }
        requireLonger(to.window(), before.turnaround());
        return to;
    }

    /** Refuses what cannot be changed now: {@code wrong_state}, {@code too_late}. */
    static void requireChangeable(Reservation before, Instant end, Instant now) {
        boolean may = before.state() instanceof ReservationState.Scheduled
                ? now.isBefore(before.window().start())
                : before.state() instanceof ReservationState.Provisioning
                        || before.state() instanceof ReservationState.Active;
        if (!may) {
            throw Refusal.conflict(
                            "wrong_state",
                            "A reservation that is " + before.state().text().replace('_', ' ')
                                    + " cannot be changed; one that is scheduled or active can.")
                    .asException();
        }
        boolean longer = end.isAfter(before.window().end());
        if (Changing.begun(before) && longer && before.degraded()) {
            throw Refusal.conflictForNow(
                            "wrong_state", "It runs with fewer devices than it has paid for and is not extended so.")
                    .asException();
        }
        Instant last = before.billableUntil().minus(TOO_LATE);
        if (Changing.begun(before) && !now.isBefore(last)) {
            throw Refusal.conflict("too_late", "It could be changed until " + last + ".")
                    .asException();
        }
    }

    private static void requireEndOnly(Reservation before, Changing.Target to, Instant now) {
        if (!to.window().start().equals(before.window().start())
                || !to.site().equals(before.site())
                || to.shape().quantity() != before.shape().quantity()) {
            throw Refusal.conflict("wrong_state", "It has begun: only its end can be changed.")
                    .asException();
        }
        Instant end = to.window().end();
        Rules.checkEnd(end, now);
        Instant earliest = earliestEnd(before, now);
        if (end.isBefore(earliest)) {
            throw window("The earliest end is " + earliest + ", with the turnaround before it.");
        }
    }

    /** The first whole hour at which one that has begun can end, so that its turnaround lies ahead. */
    static Instant earliestEnd(Reservation it, Instant now) {
        Instant hour = now.plus(it.turnaround()).truncatedTo(ChronoUnit.HOURS);
        return hour.minus(it.turnaround()).isBefore(now) ? hour.plus(1, ChronoUnit.HOURS) : hour;
    }

    private static void requireLonger(TimeWindow window, Duration turnaround) {
        if (window.length().compareTo(turnaround) <= 0) {
            throw Refusal.invalid(
                            "window_too_short",
                            "The window must be longer than the " + turnaround.toMinutes()
                                    + " minutes that it takes to prepare the cards for the next one.",
                            "window")
                    .asException();
        }
    }

    /** What the target has and the reservation has not; it is charged for at the rates in force. */
    static List<Added> added(Reservation before, Changing.Target to) {
        Instant start = before.window().start();
        Instant until = before.billableUntil();
        Instant newUntil = to.window().end().minus(before.turnaround());
        boolean common =
                to.site().equals(before.site()) && to.window().start().isBefore(until) && start.isBefore(newUntil);
        if (!common) {
            return List.of(new Added(to.window(), before.turnaround()));
        }
        List<Added> added = new ArrayList<>();
        if (to.window().start().isBefore(start)) {
            added.add(new Added(new TimeWindow(to.window().start(), start), Duration.ZERO));
        }
        if (newUntil.isAfter(until)) {
            added.add(new Added(new TimeWindow(until, to.window().end()), before.turnaround()));
        }
        return added;
    }

    /** How much is refunded of the price of what is given up now. */
    static int percent(Reservation it, Instant now) {
        return CancellationSteps.of(it.cancellationSteps())
                .at(now, it.confirmedAt(), it.window().start())
                .percent();
    }

    /** As long as its quotes bind, and not beyond the moment at which it could no longer be applied. */
    static Instant expiry(Reservation before, Changing.Target to, Instant now) {
        Instant until = now.plus(Quotes.BINDING);
        Instant last = Changing.begun(before)
                ? to.window().end().minus(before.turnaround())
                : earlier(before.window().start(), to.window().start());
        return earlier(until, last);
    }

    static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    static Shape with(Shape shape, int quantity) {
        return new Shape(shape.model(), shape.profile(), quantity, shape.gang(), shape.cpuMilli(), shape.memoryMib());
    }

    private static RuntimeException window(String detail) {
        return Refusal.invalid("invalid_window", detail, "window").asException();
    }
}
