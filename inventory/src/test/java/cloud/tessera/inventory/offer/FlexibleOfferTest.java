package cloud.tessera.inventory.offer;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.hours;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Hold;
import cloud.tessera.inventory.reservation.HoldDirectly;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.TimeWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two A100 in Paris, both booked from the second hour to the twelfth. */
class FlexibleOfferTest {
    private static final Shape BOTH = Shape.cards(A100, 2);

    private World world;
    private World.Customer ada;

    @BeforeEach
    void book() {
        world = new World();
        ada = world.customer("ada");
        world.book(ada, BOTH, "paris", hours(2, 10));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Outcome<Offer> ask(Shape shape, TimeWindow window, int flexible) {
        return world.offers.ask(ada.caller(), asked(shape, window, flexible));
    }

    private AskOffer asked(Shape shape, TimeWindow window, int flexible) {
        return new AskOffer(ada.project().id(), shape, "paris", window, SiteLimits.NONE, flexible);
    }

    @Test
    void what_may_begin_later_is_offered_and_held_where_it_can_begin() {
        Offer offer = ask(BOTH, hours(3, 4), 24).orThrow();
        assertThat(offer.quote().window()).isEqualTo(hours(12, 4));
        Reservation held = world.reservations
                .hold(ada.caller(), new Hold(offer.quote().id(), "work", ScriptedEngine.IMAGE))
                .orThrow();
        assertThat(held.window()).isEqualTo(hours(12, 4));

        Reservation next = world.reservations
                .hold(ada.caller(), new HoldDirectly(asked(BOTH, hours(3, 4), 24), "next", ScriptedEngine.IMAGE))
                .orThrow();
        assertThat(next.window()).isEqualTo(hours(16, 4));
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void it_begins_when_it_was_asked_for_where_that_costs_others_little() {
        assertThat(ask(Shape.cards(H100, 1), hours(3, 4), 48).orThrow().quote().window())
                .isEqualTo(hours(3, 4));
    }

    @Test
    void no_start_in_time_is_refused_with_a_later_one_and_hours_out_of_range_are_not_asked_for() {
        assertThat(refusal(ask(BOTH, hours(3, 4), 8)))
                .satisfies(no -> assertThat(no.code()).isEqualTo("capacity_exhausted"))
                .satisfies(no -> assertThat(no.alternatives())
                        .anyMatch(other -> other.kind().equals("later")
                                && hours(12, 4)
                                        .start()
                                        .toString()
                                        .equals(other.request().get("start"))));
        assertThat(refusal(ask(BOTH, hours(3, 4), 49)).code()).isEqualTo("invalid_flexible_hours");
        assertThat(refusal(ask(BOTH, hours(3, 4), -1)).code()).isEqualTo("invalid_flexible_hours");
        // Not beyond the 180 days.
        TimeWindow last = hours(180 * 24 - 4, 4);
        world.book(ada, BOTH, "paris", last);
        assertThat(refusal(ask(BOTH, last, 48)).code()).isEqualTo("capacity_exhausted");
    }
}
