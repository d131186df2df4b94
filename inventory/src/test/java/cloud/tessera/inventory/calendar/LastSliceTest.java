package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.World.A100;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.reservation.HoldDirectly;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.quota.term.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Many callers want the same thing. The number of rounds is a system property, so that a soak can run more of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LastSliceTest {
    private static final int ROUNDS = Integer.getInteger("tessera.rounds", 20);
    private static final int CALLERS = 200;
    private static final Shape WHOLE = Shape.cards(A100, 1);

    private World world;
    private World replica;
    private List<World.Customer> customers;

    @BeforeAll
    void prepare() throws Exception {
        world = new World();
        replica = world.replica();
        customers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            customers.add(world.customer("customer-" + i));
        }
        // The two cards of Milan: one and seven eighths of them are taken for good.
        world.start(customers.getFirst(), WHOLE, "milan").orThrow();
        world.start(customers.getFirst(), Shape.partitions(A100, World.SLICE, 6), "milan")
                .orThrow();
    }

    @AfterAll
    void close() {
        replica.close();
        world.close();
    }

    private static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> call : calls) {
                futures.add(threads.submit(() -> {
                    go.await();
                    return call.call();
                }));
            }
            go.countDown();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        }
        return results;
    }

    @Test
    void of_200_callers_exactly_one_gets_the_last_slice() throws Exception {
        Shape slice = Shape.partitions(A100, World.SLICE, 1);
        for (int round = 0; round < ROUNDS; round++) {
            List<Callable<Outcome<Allocation>>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                World here = i % 2 == 0 ? world : replica;
                World.Customer customer = customers.get(i % customers.size());
                calls.add(() -> here.start(customer, slice, "milan"));
            }
            List<Outcome<Allocation>> outcomes = together(calls);

            List<Allocation> won = new ArrayList<>();
            for (Outcome<Allocation> outcome : outcomes) {
                switch (outcome) {
                    case Outcome.Done<Allocation> done -> won.add(done.value());
                    case Outcome.No<Allocation> no ->
                        assertThat(no.refusal().code()).isEqualTo("capacity_exhausted");
                }
            }
            assertThat(won).as("round %d", round).hasSize(1);
            assertThat(world.overlaps()).isZero();
            assertThat(world.count("select count(distinct claim_id) from inventory.occupancy where upper_inf(during)"))
                    .isEqualTo(3);
            release(won.getFirst());
        }
        assertThat(world.count("select count(*) from quota.claim where upper_inf(during)"))
                .isEqualTo(2);
        assertThat(world.count("select count(*) from billing.commitment join inventory.allocation on id = claim_id"))
                .isEqualTo(2);
    }

    private void release(Allocation allocation) {
        World.Customer owner = customers.stream()
                .filter(customer -> customer.organization().id().equals(allocation.organization()))
                .findFirst()
                .orElseThrow();
        world.allocations.release(owner.caller(), allocation.id()).orThrow();
        world.clock.moveTo(world.clock.instant().plusSeconds(1));
        world.life.tick(world.job);
    }

    @Test
    void callers_that_want_as_much_as_there_is_all_get_it_from_two_indexes() throws Exception {
        Shape half = Shape.thousandths(World.L40S, 100); // two private cards
        List<Callable<Outcome<Reservation>>> calls = new ArrayList<>();
        World.Customer one = customers.get(1);
        for (int i = 0; i < 20; i++) {
            World here = i % 2 == 0 ? world : replica;
            calls.add(() -> here.hold(one, half, "paris", World.hours(1000, 2)));
        }
        assertThat(together(calls)).allMatch(outcome -> outcome instanceof Outcome.Done<?>);
        assertThat(world.overlaps()).isZero();
        assertThat(World.refusal(world.hold(one, half, "paris", World.hours(1000, 2)))
                        .code())
                .isEqualTo("capacity_exhausted");
    }

    @Test
    void a_booking_that_is_repeated_with_its_key_is_made_once() throws Exception {
        World.Customer customer = customers.get(2);
        Shape cards = Shape.cards(World.H100, 1);
        List<Callable<Outcome<Reservation>>> calls = new ArrayList<>();
        var ask = new AskOffer(customer.project().id(), cards, "paris", World.hours(500, 2));
        var body = new HoldDirectly(ask, "once", "hello");
        for (int i = 0; i < 20; i++) {
            World here = i % 2 == 0 ? world : replica;
            calls.add(() -> here.reservations.hold(customer.with("key-1"), body));
        }
        List<Outcome<Reservation>> outcomes = together(calls);
        assertThat(outcomes).allMatch(outcome -> outcome instanceof Outcome.Done<?>);
        assertThat(outcomes.stream().map(outcome -> outcome.orThrow().id()).distinct())
                .hasSize(1);
        assertThat(outcomes.stream()
                        .filter(outcome -> outcome instanceof Outcome.Done<Reservation> done && !done.replayed()))
                .hasSize(1);
        assertThat(world.count("select count(*) from inventory.reservation where name = 'once'"))
                .isEqualTo(1);
    }

    @Test
    void an_index_that_is_behind_finds_the_next_place_or_says_no() {
        World.Customer customer = customers.get(3);
        Shape card = Shape.cards(World.H100, 1);
        var window = World.hours(700, 3);
        world.calendar.search(world.job);
        replica.calendar.search(replica.job);
        for (int i = 0; i < 3; i++) {
            world.hold(customer, card, "paris", window).orThrow();
        }
        // The replica knows of none of these: it proposes the first card three times and ends at the fourth.
        replica.hold(customer, card, "paris", window).orThrow();
        assertThat(World.refusal(replica.hold(customer, card, "paris", window)).code())
                .isEqualTo("capacity_exhausted");
        // And the first does not know of the replica's.
        assertThat(World.refusal(world.hold(customer, card, "paris", window)).code())
                .isEqualTo("capacity_exhausted");
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void what_another_process_frees_can_be_booked_here() {
        World.Customer customer = customers.get(4);
        Shape cards = Shape.cards(World.H100, 4);
        var window = World.hours(900, 3);
        Reservation held = replica.hold(customer, cards, "paris", window).orThrow();
        assertThat(World.refusal(world.hold(customer, cards, "paris", window)).code())
                .isEqualTo("capacity_exhausted");
        replica.reservations.cancel(customer.caller(), held.id(), null).orThrow();
        world.hold(customer, cards, "paris", window).orThrow();
        assertThat(replica.calendar.catchUp(replica.job)).isTrue();
        assertThat(replica.calendar.catchUp(replica.job)).isFalse();
    }
}
