package cloud.tessera.inventory.allocation;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreemptionTest {
    private static final Kind PREEMPTIBLE = new Kind(Tier.PREEMPTIBLE, false, 1);
    private static final Duration NOTICE = Preemptions.NOTICE;
    private static final Shape CARD = Shape.cards(A100, 1);

    private World world;
    private World.Customer ada;
    private World.Customer bob;

    @BeforeEach
    void prepare() {
        world = new World();
        ada = world.customer("ada");
        bob = world.customer("bob");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private AllocationState state(World.Customer whose, Allocation allocation) {
        return world.allocations.get(whose.caller(), allocation.id()).state();
    }

    private List<String> states(World.Customer whose, Allocation allocation) {
        return world.allocations.timeline(whose.caller(), allocation.id()).stream()
                .map(ClaimEvent::state)
                .toList();
    }

    private long seconds(World.Customer whose, Allocation allocation) {
        world.life.meter(world.job);
        return world.metering.of(whose.caller(), allocation.id().value()).stream()
                .mapToLong(reading -> reading.seconds() * reading.quantity())
                .sum();
    }

    private long told(Allocation allocation) {
        return world.count(
                "select count(*) from quota.outbox where topic = 'allocation.preempting' and subject = ?",
                allocation.id().value());
    }

    private Allocation preemptible(Shape shape) {
        return world.start(ada, shape, "milan", PREEMPTIBLE).orThrow();
    }

    @Test
    void preemptible_work_has_its_own_price_and_its_own_sku() {
        Allocation started = preemptible(CARD);
        assertThat(started.sku()).isEqualTo(A100 + "/card:preemptible");
        world.liveFor(Duration.ofHours(1).plusSeconds(10));
        assertThat(seconds(ada, started)).isEqualTo(3600 - 10);
        assertThat(world.metering.of(ada.caller(), started.id().value()))
                .allSatisfy(reading -> assertThat(reading.sku()).isEqualTo(started.sku()));
    }

    @Test
    void preemptible_work_gives_way_after_two_minutes_and_the_asker_begins_where_it_ends() {
        Allocation first = preemptible(CARD);
        world.liveFor(Duration.ofSeconds(1));
        Allocation second = preemptible(CARD);
        world.liveFor(Duration.ofMinutes(10));
        Instant asked = world.clock.instant();

        Allocation asker = world.start(bob, CARD, "milan").orThrow();

        assertThat(asker.beginsAt()).isEqualTo(asked.plus(NOTICE));
        // Of two of one size the younger gives way.
        assertThat(state(ada, first)).isInstanceOf(AllocationState.Active.class);
        assertThat(state(ada, second)).isEqualTo(new AllocationState.Preempting(asked.plus(NOTICE)));
        assertThat(told(second)).isEqualTo(1);
        world.liveFor(Duration.ofSeconds(100));
        assertThat(world.engine.runs(second.id().value())).isTrue();
        assertThat(world.engine.runs(asker.id().value())).isFalse();

        world.liveFor(Duration.ofMinutes(1));
        assertThat(state(ada, second)).isEqualTo(new AllocationState.Preempted(asked.plus(NOTICE)));
        assertThat(state(bob, asker)).isInstanceOf(AllocationState.Active.class);
        assertThat(world.engine.runs(second.id().value())).isFalse();
        assertThat(states(ada, second)).containsExactly("provisioning", "active", "preempting", "preempted");
        assertThat(seconds(ada, second)).isEqualTo(12 * 60 - 10);
        assertThat(world.overlaps()).isZero();
        world.allocations.release(bob.caller(), asker.id()).orThrow();
        world.allocations.release(ada.caller(), first.id()).orThrow();
        world.liveFor(Duration.ofMinutes(1));
        assertThat(world.count("select count(*) from inventory.host_use")).isZero();
        assertThat(world.count("select count(*) from inventory.occupancy where upper_inf(during)"))
                .isZero();
    }

    @Test
    void a_late_worker_and_an_engine_out_of_reach_bill_nothing_beyond_the_notice() {
        Allocation victim = preemptible(Shape.cards(A100, 2));
        world.liveFor(Duration.ofMinutes(10));
        world.start(bob, CARD, "milan").orThrow();
        world.clock.moveTo(world.clock.instant().plus(Duration.ofMinutes(7))); // nobody looks
        assertThat(seconds(ada, victim)).isEqualTo(2 * (12 * 60 - 10));
        world.engine.reachable(false);
        world.liveFor(Duration.ofMinutes(5));
        assertThat(state(ada, victim)).isInstanceOf(AllocationState.Preempting.class);
        world.engine.reachable(true);
        world.liveFor(Duration.ofMinutes(5));
        assertThat(state(ada, victim)).isInstanceOf(AllocationState.Preempted.class);
        assertThat(seconds(ada, victim)).isEqualTo(2 * (12 * 60 - 10));
    }

    @Test
    void on_demand_work_never_gives_way_and_preemptible_work_never_pushes() {
        preemptible(CARD);
        world.start(ada, CARD, "milan").orThrow();
        Refusal none = refusal(world.start(bob, Shape.cards(A100, 2), "milan"));
        assertThat(none.code()).isEqualTo("capacity_exhausted");
        Refusal waits = refusal(world.start(bob, CARD, "milan", PREEMPTIBLE));
        assertThat(waits.code()).isEqualTo("capacity_exhausted");
        assertThat(waits.alternatives().getFirst().request()).containsEntry("tier", "on_demand");
        assertThat(world.start(bob, CARD, "milan")).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void of_two_askers_one_gets_what_one_victim_makes_room_for() throws Exception {
        world.start(ada, CARD, "milan").orThrow();
        Allocation victim = preemptible(CARD);
        world.liveFor(Duration.ofMinutes(1));
        try (World other = world.replica();
                var threads = Executors.newFixedThreadPool(2)) {
            CountDownLatch go = new CountDownLatch(1);
            Future<Outcome<Allocation>> here = threads.submit(() -> {
                go.await();
                return world.start(bob, CARD, "milan");
            });
            Future<Outcome<Allocation>> there = threads.submit(() -> {
                go.await();
                return other.start(bob, CARD, "milan");
            });
            go.countDown();
            assertThat(List.of(here.get(), there.get()))
                    .filteredOn(Outcome.Done.class::isInstance)
                    .hasSize(1);
        }
        assertThat(state(ada, victim)).isInstanceOf(AllocationState.Preempting.class);
        assertThat(told(victim)).isEqualTo(1);
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void what_its_owner_releases_within_the_notice_ends_then_and_another_process_goes_on() {
        world.start(ada, CARD, "milan").orThrow();
        Allocation victim = preemptible(CARD);
        world.liveFor(Duration.ofMinutes(10));
        Allocation asker = world.start(bob, CARD, "milan").orThrow();
        world.liveFor(Duration.ofSeconds(30));
        world.allocations.release(ada.caller(), victim.id()).orThrow();
        try (World other = world.replica()) { // the process that took the booking has died
            other.liveFor(Duration.ofMinutes(3));
        }
        assertThat(state(ada, victim)).isInstanceOf(AllocationState.Released.class);
        assertThat(state(bob, asker)).isInstanceOf(AllocationState.Active.class);
        assertThat(seconds(ada, victim)).isEqualTo(10 * 60 - 10 + 30);
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void training_is_offered_and_held_where_preemptible_work_runs_until_it_begins() {
        Allocation victim =
                world.start(ada, Shape.cards(H100, 2), "paris", PREEMPTIBLE).orThrow();
        world.start(ada, Shape.cards(H100, 2), "paris").orThrow();
        world.liveFor(Duration.ofMinutes(1));
        Reservation booked = world.book(bob, Shape.cards(H100, 2), "paris", World.hours(5, 2));
        Instant begins = booked.window().start();
        assertThat(state(ada, victim)).isInstanceOf(AllocationState.Active.class);
        world.liveTo(begins.minus(NOTICE).minusSeconds(1));
        assertThat(told(victim)).isZero();
        world.liveTo(begins.minusSeconds(60));
        assertThat(state(ada, victim)).isEqualTo(new AllocationState.Preempting(begins));
        assertThat(told(victim)).isEqualTo(1);
        world.liveTo(begins.plusSeconds(30));
        assertThat(state(ada, victim)).isEqualTo(new AllocationState.Preempted(begins));
        assertThat(world.reservations.get(bob.caller(), booked.id()).state())
                .isInstanceOf(ReservationState.Active.class);
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void what_found_another_place_in_time_gives_way_to_nobody() {
        Allocation other = world.start(ada, CARD, "milan").orThrow();
        Allocation victim = preemptible(CARD);
        world.liveFor(Duration.ofMinutes(1));
        world.book(bob, CARD, "milan", World.hours(5, 2));
        world.allocations.release(ada.caller(), other.id()).orThrow();
        world.liveFor(Duration.ofMinutes(1));
        world.engine.crash(); // it is started again, elsewhere
        world.life.reconcile(world.job);
        world.liveTo(World.START.plus(Duration.ofHours(6)));
        assertThat(state(ada, victim)).isInstanceOf(AllocationState.Active.class);
        assertThat(world.allocations.get(ada.caller(), victim.id()).preemptAt()).isNull();
        assertThat(told(victim)).isZero();
    }

    @Test
    void replicas_lie_on_hosts_of_their_own_where_there_are_enough() {
        Allocation spread = world.start(ada, Shape.cards(H100, 1), "paris", new Kind(Tier.ON_DEMAND, true, 2))
                .orThrow();
        assertThat(world.allocations.placement(ada.caller(), spread.id()))
                .extracting(Granted::host)
                .containsExactlyInAnyOrder("par-h100-01", "par-h100-02");
        Allocation close = world.start(
                        ada, Shape.partitions(A100, "3g.40gb", 1), "paris", new Kind(Tier.ON_DEMAND, true, 4))
                .orThrow();
        assertThat(world.allocations.placement(ada.caller(), close.id())).hasSize(4);
        world.liveFor(Duration.ofHours(1));
        assertThat(seconds(ada, spread)).isEqualTo(2 * (3600 - 10));
        assertThat(refusal(world.start(ada, Shape.cards(H100, 1), "paris", new Kind(Tier.ON_DEMAND, false, 65)))
                        .code())
                .isEqualTo("invalid_replicas");
        assertThat(refusal(world.start(ada, Shape.cards(H100, 1), "paris", new Kind(Tier.ON_DEMAND, false, 3)))
                        .code())
                .isEqualTo("capacity_exhausted");
        assertThat(world.engine.started())
                .hasSize(2)
                .allSatisfy(task -> assertThat(task.image()).isEqualTo(ScriptedEngine.IMAGE));
    }
}
