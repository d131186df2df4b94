package cloud.tessera.inventory.allocation;

import static cloud.tessera.inventory.ScriptedEngine.Outcome.readyAfter;
import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.SLICE;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.waitlist.Wait;
import cloud.tessera.inventory.waitlist.WaitlistEntry;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a booking that begins within the notice may ask only of what need not stop for it. */
class OneMoveTest extends SlicesApart {
    private static final Shape CARD = Shape.cards(H100, 1);
    private static final Kind MOVABLE = new Kind(Tier.ON_DEMAND, true, 1);
    private static final TimeWindow SOON = World.hours(3, 4);

    private Allocation mover;

    @BeforeEach
    void prepare() {
        mover = apart(MOVABLE);
    }

    private ReservationState now(Reservation it) {
        return world.reservations.get(bob.caller(), it.id()).state();
    }

    private long secondsSince(Instant then) {
        return Duration.between(then, world.clock.instant()).toSeconds();
    }

    private void assertSound() {
        assertThat(world.overlaps()).isZero();
        assertThat(relocations()).isZero();
    }

    @Test
    void a_booking_that_finds_no_place_moves_one_that_runs_on() {
        List<Integer> before = devices(mover);
        Reservation booked = world.book(bob, THREE_CARDS, "paris", SOON);
        assertThat(now(mover).relocatesAt()).isEqualTo(SOON.start());
        assertThat(devices(mover)).isEqualTo(before);

        world.engine.next(readyAfter(Duration.ofMinutes(7)));
        world.liveTo(SOON.start().minus(Duration.ofMinutes(14)));
        assertThat(now(mover).state()).isInstanceOf(AllocationState.Moving.class);
        assertThat(world.engine.running(mover.id().value())).containsExactly(1, 2);
        world.liveTo(SOON.start().plus(Duration.ofMinutes(5)));
        assertThat(devices(mover)).hasSize(1).doesNotContainAnyElementsOf(before);
        assertThat(world.engine.running(mover.id().value())).containsExactly(2);
        assertThat(now(booked)).isInstanceOf(ReservationState.Active.class);
        // Ten seconds until it was ready the first time, and none after that, nor any second twice.
        assertThat(seconds(mover)).isEqualTo(secondsSince(mover.createdAt()) - 10);
        assertSound();
    }

    private WaitlistEntry waits(Shape shape) {
        var wait = new Wait(
                bob.project().id(),
                shape,
                List.of("paris"),
                SOON,
                4,
                null,
                Wait.Mode.BOOK,
                "later",
                ScriptedEngine.IMAGE);
        return world.waitlist.join(bob.caller(), wait).orThrow();
    }

    @Test
    void one_is_moved_for_who_waits_as_for_who_books() {
        WaitlistEntry entry = waits(THREE_CARDS);
        assertThat(world.waitlistTurns.serve(world.job)).isOne();
        assertThat(world.waitlist.get(bob.caller(), entry.id()).state()).isEqualTo(WaitlistEntry.State.BOOKED);
        assertThat(now(mover).relocatesAt()).isEqualTo(SOON.start());
    }

    @Test
    void preemptible_work_gives_way_to_who_waits_so_that_nobody_overtakes() {
        Allocation preemptible = start(Shape.cards(H100, 2), new Kind(Tier.PREEMPTIBLE, false, 1));
        world.liveFor(Duration.ofMinutes(1));
        WaitlistEntry entry = waits(Shape.cards(H100, 2));
        assertThat(world.waitlistTurns.serve(world.job)).isOne();
        assertThat(world.waitlist.get(bob.caller(), entry.id()).state()).isEqualTo(WaitlistEntry.State.BOOKED);
        world.liveTo(SOON.start().plus(Duration.ofMinutes(5)));
        assertThat(now(preemptible).state()).isInstanceOf(AllocationState.Preempted.class);
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void a_single_card_comes_free_by_a_move_too() {
        world.book(bob, Shape.cards(H100, 2), "paris", SOON);
        Reservation booked = world.book(bob, CARD, "paris", SOON);
        assertThat(now(mover).relocatesAt()).isEqualTo(SOON.start());
        world.liveTo(SOON.start().plus(Duration.ofMinutes(5)));
        assertThat(now(booked)).isInstanceOf(ReservationState.Active.class);
        assertThat(world.engine.running(mover.id().value())).containsExactly(2);
        assertSound();
    }

    @Test
    void where_its_new_run_does_not_become_ready_the_reservation_begins_and_it_goes_there_all_the_same() {
        Reservation booked = world.book(bob, THREE_CARDS, "paris", SOON);
        world.engine.next(readyAfter(Duration.ofDays(1)));
        world.liveTo(SOON.start().plus(Duration.ofMinutes(5)));
        assertThat(now(booked)).isInstanceOf(ReservationState.Active.class);
        assertThat(now(mover).state()).isInstanceOf(AllocationState.Active.class);
        assertThat(world.engine.running(mover.id().value())).containsExactly(3);
        // Not metered from when the reservation began until it was ready again.
        assertThat(seconds(mover)).isEqualTo(secondsSince(mover.createdAt()) - 10 - 10);
        assertSound();
    }

    @Test
    void the_process_that_booked_may_die_and_another_moves_it_late() {
        Reservation booked = world.book(bob, THREE_CARDS, "paris", SOON);
        try (World other = world.replica()) {
            world.clock.moveTo(SOON.start().plus(Duration.ofMinutes(2)));
            other.liveFor(Duration.ofMinutes(3));
        }
        assertThat(now(booked)).isInstanceOf(ReservationState.Active.class);
        assertThat(now(mover).state()).isInstanceOf(AllocationState.Active.class);
        long until = Duration.between(mover.createdAt(), SOON.start()).toSeconds() - 10;
        assertThat(seconds(mover)).isEqualTo(until + Duration.ofMinutes(3).toSeconds() - 10);
        assertSound();
    }

    @Test
    void of_two_bookings_that_want_the_same_move_one_is_made() throws Exception {
        oneOfTwoHolds(SOON);
        // It runs out, so that nobody needs the place any more.
        world.liveFor(Duration.ofMinutes(16));
        assertThat(now(mover).relocatesAt()).isNull();
        assertThat(world.engine.running(mover.id().value())).containsExactly(1);
        assertSound();
    }

    @Test
    void one_that_is_released_is_not_moved_and_gives_both_places_back() {
        try (World other = world.replica()) {
            other.calendar.search(other.job);
            world.allocations.release(ada.caller(), mover.id()).orThrow();
            assertThat(refusal(other.hold(bob, THREE_CARDS, "paris", SOON)).code())
                    .isEqualTo("capacity_exhausted");
            world.liveFor(Duration.ofMinutes(1));
            other.hold(bob, THREE_CARDS, "paris", SOON).orThrow();
        }
        assertSound();
        assertThat(world.count("select count(*) from inventory.occupancy where upper_inf(during)"))
                .isEqualTo(1);
    }

    @Test
    void what_begins_before_the_move_could_be_over_is_refused_with_the_next_hour() {
        world.liveTo(World.START.plus(Duration.ofMinutes(46)));
        Refusal refused = refusal(world.hold(bob, THREE_CARDS, "paris", World.hours(1, 4)));
        assertThat(refused.code()).isEqualTo("capacity_exhausted");
        assertThat(refused.alternatives())
                .filteredOn(other -> other.kind().equals("later"))
                .singleElement()
                .satisfies(later -> assertThat(later.request())
                        .containsEntry("start", World.hours(2, 4).start().toString()));
        assertThat(relocations()).isZero();
        world.book(bob, THREE_CARDS, "paris", World.hours(2, 4));
    }

    @Test
    void what_is_not_movable_stays_within_the_notice_and_so_does_everything_where_moves_are_switched_off() {
        Question question = world.calendar
                .search(world.job)
                .question(
                        THREE_CARDS,
                        Workload.TRAINING,
                        "paris",
                        SOON.start(),
                        SOON.end(),
                        bob.organization().holder());
        assertThat(makesRoom(new FloatingNotice(Duration.ofHours(24), 0), question))
                .isFalse();
        assertThat(makesRoom(FloatingNotice.USUAL, question)).isTrue();

        world.allocations.release(ada.caller(), mover.id()).orThrow();
        world.liveFor(Duration.ofMinutes(1));
        apart(Kind.PLAIN);
        assertThat(makesRoom(FloatingNotice.USUAL, question)).isFalse();
        assertThat(refusal(world.hold(bob, THREE_CARDS, "paris", SOON)).code()).isEqualTo("capacity_exhausted");
        assertSound();
    }

    /** Tried in a transaction that is undone. */
    private boolean makesRoom(FloatingNotice notice, Question question) {
        var making = new Preemptions(world.calendar, world.organizations, world.audit, notice);
        boolean[] made = {false};
        try (Proposals proposals = world.calendar.proposals(world.job)) {
            world.transactions.run(world.job, tx -> {
                proposals.restart();
                made[0] =
                        making.makeRoom(tx, proposals, new UUID(0, 9), question).isPresent();
                throw new IllegalStateException("undone");
            });
        } catch (IllegalStateException undone) {
            assertThat(undone).hasMessage("undone");
        }
        return made[0];
    }

    @Test
    void nobody_is_moved_to_another_site() {
        Shape slice = Shape.partitions(A100, SLICE, 1);
        Allocation full = start(Shape.cards(A100, 1), Kind.PLAIN);
        Allocation there = start(slice, MOVABLE);
        world.liveFor(Duration.ofMinutes(1));
        assertThat(refusal(world.hold(bob, Shape.cards(A100, 1), "paris", SOON)).code())
                .isEqualTo("capacity_exhausted");
        world.hold(bob, Shape.cards(A100, 2), "milan", SOON).orThrow();
        assertThat(now(there).relocatesAt()).isNull();
        assertThat(now(full).relocatesAt()).isNull();
        assertSound();
    }

    @Test
    void what_is_asked_for_now_begins_when_the_move_must_be_over() {
        start(Shape.cards(H100, 2), Kind.PLAIN);
        world.liveFor(Duration.ofMinutes(1));
        Kind preemptible = new Kind(Tier.PREEMPTIBLE, false, 1);
        assertThat(refusal(world.start(bob, CARD, "paris", preemptible)).alternatives())
                .filteredOn(other -> other.kind().equals("on_demand"))
                .singleElement()
                .satisfies(other -> assertThat(other.detail()).contains("in 15 minutes"));
        Instant asked = world.clock.instant();
        Allocation waiting = world.start(bob, CARD, "paris").orThrow();
        assertThat(waiting.beginsAt()).isEqualTo(asked.plus(Moves.LONGEST));
        world.liveFor(Duration.ofMinutes(1));
        assertThat(world.engine.running(mover.id().value())).containsExactly(2);
        assertThat(world.engine.runs(waiting.id().value())).isFalse();
        world.liveFor(Duration.ofMinutes(18));
        assertThat(world.allocations.get(bob.caller(), waiting.id()).state())
                .isInstanceOf(AllocationState.Active.class);
        assertThat(seconds(mover)).isEqualTo(secondsSince(mover.createdAt()) - 10);
        assertSound();
    }
}
