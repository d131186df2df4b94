package cloud.tessera.inventory.allocation;

import static cloud.tessera.inventory.ScriptedEngine.Outcome.readyAfter;
import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a reservation that begins beyond the notice does to what is in its way. */
class FloatingTest extends SlicesApart {
    private static final TimeWindow LATER = World.hours(30, 4);

    private Allocation relocating() {
        return world.allocations.list(ada.caller(), null, null, Page.Request.first(10)).items().stream()
                .filter(it -> it.relocatesAt() != null)
                .findFirst()
                .orElseThrow();
    }

    private List<String> states(Allocation it) {
        return world.allocations.timeline(ada.caller(), it.id()).stream()
                .map(ClaimEvent::state)
                .toList();
    }

    private void assertSound() {
        assertThat(world.overlaps()).isZero();
        assertThat(relocations()).isZero();
        assertThat(world.count("select count(*) from inventory.occupancy where upper_inf(during)"))
                .isEqualTo(2);
    }

    @Test
    void a_reservation_beyond_the_notice_gives_what_is_in_its_way_another_place_from_then_on() {
        apart(Kind.PLAIN);
        Reservation booked = world.book(bob, THREE_CARDS, "paris", LATER);
        Allocation moved = relocating();
        List<Integer> before = devices(moved);
        assertThat(FloatingNotice.USUAL.until(ada.caller(), moved, world.clock.instant()))
                .contains(LATER.start());
        assertThat(states(moved)).containsExactly("provisioning", "active", "relocating");

        world.liveTo(LATER.start().minusSeconds(1));
        assertThat(devices(moved)).isEqualTo(before);
        assertThat(world.engine.running(moved.id().value())).containsExactly(1);
        world.liveTo(LATER.start().plusSeconds(60));
        assertThat(devices(moved)).hasSize(1).doesNotContainAnyElementsOf(before);
        assertThat(world.engine.running(moved.id().value())).containsExactly(2);
        assertThat(now(moved).state()).isInstanceOf(AllocationState.Active.class);
        assertThat(now(moved).relocatesAt()).isNull();
        assertThat(world.reservations.get(bob.caller(), booked.id()).state())
                .isInstanceOf(ReservationState.Active.class);
        // It is not metered from when it left until it was ready again.
        world.liveTo(LATER.start().plus(Duration.ofMinutes(5)));
        long all = Duration.between(moved.createdAt(), world.clock.instant()).toSeconds();
        assertThat(seconds(moved)).isEqualTo(all - 10 - 10);
        assertSound();
    }

    @Test
    void within_the_notice_and_where_there_is_no_other_place_nothing_moves() {
        apart(Kind.PLAIN);
        assertThat(refusal(world.hold(bob, THREE_CARDS, "paris", World.hours(20, 4)))
                        .code())
                .isEqualTo("capacity_exhausted");
        assertThat(refusal(world.hold(bob, Shape.cards(H100, 4), "paris", LATER))
                        .code())
                .isEqualTo("capacity_exhausted");
        assertSound();
        assertThat(world.count("select count(*) from quota.outbox where topic = 'allocation.relocating'"))
                .isZero();
    }

    @Test
    void what_may_be_moved_is_ready_there_before_it_leaves() {
        apart(new Kind(Tier.ON_DEMAND, true, 1));
        // The other slice is held fast, so that it is this one that goes.
        Allocation fixed = world.allocations.list(ada.caller(), null, null, Page.Request.first(10)).items().stream()
                .filter(it -> !it.kind().movable() && it.releaseAskedAt() == null)
                .findFirst()
                .orElseThrow();
        world.book(bob, THREE_CARDS, "paris", LATER);
        Allocation moved = relocating();
        assertThat(moved.id()).isNotEqualTo(fixed.id());
        world.engine.next(readyAfter(Duration.ofMinutes(7)));
        world.liveTo(LATER.start().minus(Duration.ofMinutes(14)));
        assertThat(now(moved).state()).isInstanceOf(AllocationState.Moving.class);
        assertThat(world.engine.running(moved.id().value())).containsExactly(1, 2);
        world.liveTo(LATER.start().plus(Duration.ofMinutes(5)));
        assertThat(world.engine.running(moved.id().value())).containsExactly(2);
        long all = Duration.between(moved.createdAt(), world.clock.instant()).toSeconds();
        assertThat(seconds(moved)).isEqualTo(all - 10);
        assertSound();
    }

    @Test
    void what_is_not_ready_there_in_time_goes_there_all_the_same() {
        apart(new Kind(Tier.ON_DEMAND, true, 1));
        world.book(bob, THREE_CARDS, "paris", LATER);
        Allocation moved = relocating();
        world.engine.next(readyAfter(Duration.ofDays(1)));
        world.liveTo(LATER.start().plusSeconds(60));
        assertThat(now(moved).state()).isInstanceOf(AllocationState.Active.class);
        assertThat(world.engine.running(moved.id().value())).containsExactly(3);
        assertSound();
    }

    @Test
    void of_two_reservations_at_once_one_is_booked() throws Exception {
        apart(Kind.PLAIN);
        oneOfTwoHolds(LATER);
    }

    @Test
    void another_process_goes_on_and_a_late_one_still_clears_the_way() {
        apart(Kind.PLAIN);
        Reservation booked = world.book(bob, THREE_CARDS, "paris", LATER);
        Allocation moved = relocating();
        try (World other =
                world.replica()) { // the process that took the booking has died, and nobody looked for a while
            world.clock.moveTo(LATER.start().plus(Duration.ofMinutes(3)));
            other.liveFor(Duration.ofMinutes(2));
        }
        assertThat(now(moved).state()).isInstanceOf(AllocationState.Active.class);
        assertThat(world.reservations.get(bob.caller(), booked.id()).state())
                .isInstanceOf(ReservationState.Active.class);
        // Nothing is billed beyond the moment at which its place was another's.
        long running = Duration.between(moved.createdAt(), LATER.start()).toSeconds() - 10;
        long again = Duration.ofMinutes(2).toSeconds() - 10;
        assertThat(seconds(moved)).isEqualTo(running + again);
        assertSound();
    }

    @Test
    void a_hold_that_runs_out_lets_it_stay() {
        Allocation last = apart(Kind.PLAIN);
        world.hold(bob, THREE_CARDS, "paris", LATER).orThrow();
        Allocation told = relocating();
        world.liveFor(Duration.ofMinutes(16));
        assertThat(now(told).relocatesAt()).isNull();
        assertSound();
        world.liveTo(LATER.start().plus(Duration.ofMinutes(5)));
        assertThat(world.engine.running(told.id().value())).containsExactly(1);
        assertThat(seconds(last))
                .isEqualTo(Duration.between(last.createdAt(), world.clock.instant())
                                .toSeconds()
                        - 10);
    }

    @Test
    void one_that_is_released_gives_both_places_back_and_one_that_fails_goes_elsewhere() {
        apart(Kind.PLAIN);
        world.book(bob, THREE_CARDS, "paris", LATER);
        Allocation moved = relocating();
        world.allocations.release(ada.caller(), moved.id()).orThrow();
        world.liveFor(Duration.ofMinutes(1));
        assertThat(relocations()).isZero();
        assertThat(world.count("select count(*) from inventory.occupancy where upper_inf(during)"))
                .isEqualTo(1);
        assertThat(world.count("select count(*) from inventory.host_use where upper_inf(during)"))
                .isEqualTo(1);
    }

    @Test
    void a_host_that_fails_before_does_not_cost_it_its_other_place() {
        apart(Kind.PLAIN);
        world.book(bob, THREE_CARDS, "paris", LATER);
        Allocation moved = relocating();
        int host = (int) world.count(
                "select host from inventory.device where id = ?", devices(moved).getFirst());
        world.life.failHost(world.operator, host).orThrow();
        world.liveTo(LATER.start().plus(Duration.ofMinutes(5)));
        assertThat(now(moved).state()).isInstanceOf(AllocationState.Active.class);
        assertThat(world.overlaps()).isZero();
        assertThat(relocations()).isZero();
    }

    @Test
    void a_hold_that_runs_out_lets_preemptible_work_stay_that_was_to_give_way() {
        Allocation victim = world.start(ada, Shape.cards(A100, 2), "milan", new Kind(Tier.PREEMPTIBLE, false, 1))
                .orThrow();
        world.liveFor(Duration.ofMinutes(10));
        world.hold(bob, Shape.cards(A100, 1), "milan", World.hours(5, 2)).orThrow();
        assertThat(now(victim).preemptAt()).isEqualTo(World.hours(5, 2).start());
        world.liveFor(Duration.ofMinutes(16));
        assertThat(now(victim).preemptAt()).isNull();
        assertThat(world.count("select count(*) from inventory.occupancy")).isEqualTo(2);
        world.liveTo(World.hours(5, 2).start().plusSeconds(60));
        assertThat(now(victim).state()).isInstanceOf(AllocationState.Active.class);
    }

    @Test
    void one_that_was_told_is_spared_where_the_asker_is_gone_in_time_and_not_where_others_come() {
        Allocation victim = world.start(ada, Shape.cards(A100, 2), "milan", new Kind(Tier.PREEMPTIBLE, false, 1))
                .orThrow();
        world.liveFor(Duration.ofMinutes(10));
        Allocation asker = world.start(bob, Shape.cards(A100, 1), "milan").orThrow();
        assertThat(now(victim).state()).isInstanceOf(AllocationState.Preempting.class);
        world.allocations.release(bob.caller(), asker.id()).orThrow();
        world.liveFor(Duration.ofSeconds(30));
        assertThat(now(victim).state()).isInstanceOf(AllocationState.Active.class);
        assertThat(states(victim)).containsExactly("provisioning", "active", "preempting", "active");

        // Of two who come to its cards one is gone again: it still gives way to the other.
        TimeWindow later = World.hours(5, 2);
        world.hold(bob, Shape.cards(A100, 1), "milan", later).orThrow();
        Reservation stays = world.book(bob, Shape.cards(A100, 1), "milan", later);
        world.liveFor(Duration.ofMinutes(16));
        assertThat(now(victim).preemptAt()).isEqualTo(later.start());
        world.liveTo(later.start().plusSeconds(60));
        assertThat(now(victim).state()).isInstanceOf(AllocationState.Preempted.class);
        assertThat(world.reservations.get(bob.caller(), stays.id()).state())
                .isInstanceOf(ReservationState.Active.class);
        assertThat(world.overlaps()).isZero();
    }
}
