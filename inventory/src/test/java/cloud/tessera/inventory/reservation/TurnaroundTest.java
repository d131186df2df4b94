package cloud.tessera.inventory.reservation;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The last ten minutes of every window are the platform's, however the window came about: the work has stopped by then,
 * the cards are held to the end, and who has them next starts on the hour.
 */
class TurnaroundTest extends InOneWorld {
    private static final Shape BOTH = Shape.cards(A100, 2);

    TurnaroundTest() {
        super(100);
    }

    private Reservation now(Reservation it) {
        return world.reservations.get(world.operator, it.id());
    }

    private void amend(Reservation it, @Nullable TimeWindow window, @Nullable String site) {
        var wish = new Amend(window == null ? null : window.start(), window == null ? null : window.end(), null, site);
        Amendment offer = world.amendments.offer(ada.caller(), it.id(), wish).orThrow();
        world.amendments.apply(ada.caller(), it.id(), offer.id()).orThrow();
    }

    /** Lives through the end of a window, whose cards somebody else has booked from then on. */
    private void endsWithItsTurnaround(Reservation it, Shape all) {
        Reservation is = now(it);
        Instant end = is.window().end();
        Reservation next = world.book(bob, all, is.site(), new TimeWindow(end, end.plus(Duration.ofHours(2))));
        world.liveTo(end.minus(Duration.ofMinutes(10)));
        assertThat(now(it).state()).isInstanceOf(ReservationState.Ending.class);
        assertThat(world.count(
                        "select count(*) from inventory.workload where claim_id = ? and (ended_at is null or ended_at > ?::timestamptz)",
                        it.id().value(),
                        end.minus(Duration.ofMinutes(10)).toString()))
                .as("work of it beyond the customer's time")
                .isZero();
        assertThat(world.count(
                        "select count(*) from inventory.occupancy where claim_id = ? and upper(during) = ?::timestamptz",
                        it.id().value(),
                        end.toString()))
                .as("cards that are held through the turnaround")
                .isPositive();
        world.liveTo(end.plus(Duration.ofMinutes(1)));
        assertThat(now(it).state()).isInstanceOf(ReservationState.Completed.class);
        assertThat(now(next).state()).isInstanceOf(ReservationState.Active.class);
        assertThat(now(next).undelivered()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void of_one_that_was_extended_before_and_while_it_ran() {
        Reservation booked = world.book(ada, BOTH, "paris", hours(2, 3));
        amend(booked, hours(2, 4), null);
        world.liveTo(hours(3, 1).start());
        amend(booked, hours(2, 6), null);
        endsWithItsTurnaround(booked, BOTH);
    }

    @Test
    void of_one_that_was_shortened_while_it_ran() {
        Reservation booked = world.book(ada, BOTH, "paris", hours(2, 8));
        world.liveTo(hours(3, 1).start());
        amend(booked, hours(2, 3), null);
        endsWithItsTurnaround(booked, BOTH);
    }

    @Test
    void of_one_that_was_moved() {
        Reservation booked = world.book(ada, BOTH, "paris", hours(20, 4));
        amend(booked, hours(4, 3), "milan");
        endsWithItsTurnaround(booked, BOTH);
    }

    @Test
    void of_one_that_was_bound_to_another_host() {
        Shape half = Shape.cards(H100, 2);
        Reservation booked = world.book(ada, half, "paris", hours(5, 3));
        int host = (int) world.count(
                "select max(d.host) from inventory.occupancy o join inventory.device d on d.id = o.device_id where o.claim_id = ?",
                booked.id().value());
        world.life.failHost(world.operator, host).orThrow();
        endsWithItsTurnaround(booked, half);
        world.life.repairHost(world.operator, host).orThrow();
    }

    @Test
    void of_what_is_left_of_a_returned_one_and_of_what_was_bought_of_it() {
        Reservation booked = world.book(ada, BOTH, "paris", hours(2, 8));
        Return quote = world.returns
                .quote(ada.caller(), booked.id(), new AskReturn(hours(5, 1).start(), null))
                .orThrow();
        world.returns.accept(ada.caller(), booked.id(), quote.id()).orThrow();
        endsWithItsTurnaround(booked, BOTH);
        assertThat(world.returns.get(ada.caller(), quote.id()).soldHours()).isEqualTo(4);
    }
}
