package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.L40S;
import static cloud.tessera.inventory.World.SMALL_FLEET;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.SiteAvailability;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An import changes what is there already, while indexes in memory know it as it was. */
class FleetChangeTest {
    private static final String SHARED = SMALL_FLEET.replace(
            "name: Paris, isolation: vm, inference_floor: 0",
            "name: Paris, isolation: vm, inference_floor: 0, private_cards: false");
    private static final TimeWindow WINDOW = World.hours(24, 5);

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

    private long organizationsOnOneCard() {
        return world.count("""
                select coalesce(max(n), 0) from (
                  select count(distinct r.organization_id) as n from inventory.occupancy o
                  join inventory.reservation r on r.id = o.claim_id group by o.device_id) as cards""");
    }

    private void halfACardEach() {
        world.hold(ada, Shape.thousandths(L40S, 500), "paris", WINDOW).orThrow();
        world.hold(bob, Shape.thousandths(L40S, 500), "paris", WINDOW).orThrow();
    }

    @Test
    void cards_that_become_private_are_shared_no_more() {
        world.importFleet(SHARED);
        world.calendar.catchUp(world.job);
        world.importFleet(SMALL_FLEET);
        // Nobody has told the index yet: the booking finds out by itself.
        halfACardEach();
        assertThat(organizationsOnOneCard()).isEqualTo(1);
        assertThat(world.count("select count(*) from inventory.occupancy where holder is null"))
                .isZero();
    }

    @Test
    void cards_that_become_shared_are_shared() {
        world.calendar.search(world.job);
        world.importFleet(SHARED);
        assertThat(world.calendar.catchUp(world.job)).isTrue();
        assertThat(world.calendar.catchUp(world.job)).isFalse();
        halfACardEach();
        assertThat(organizationsOnOneCard()).isEqualTo(2);
    }

    @Test
    void hosts_whose_kernel_becomes_shared_serve_one_organization() {
        world.calendar.search(world.job);
        world.importFleet(SMALL_FLEET.replace("name: Milan, isolation: vm", "name: Milan, isolation: shared_kernel"));
        Shape slice = Shape.partitions(A100, World.SLICE, 1);
        world.hold(ada, slice, "milan", WINDOW).orThrow();
        assertThat(refusal(world.hold(bob, slice, "milan", WINDOW)).code()).isEqualTo("capacity_exhausted");
    }

    @Test
    void a_slice_that_no_pod_could_hold_is_refused_whatever_is_free() {
        world.importFleet(SMALL_FLEET.replace(
                        "hosts:\n", "fabric_domains:\n  - {code: pod, site: paris, kind: tpu-pod}\nhosts:\n")
                + "  - {name: \"par-tpu-{n}\", count: 3, pool: paris-pool, fabric: pod, cpu: 900, memory_gib: 900,"
                + " devices: [{model: google-tpu-v5e, count: 8}]}\n");
        world.calendar.catchUp(world.job);
        assertThatThrownBy(() -> free(Shape.cards("google-tpu-v5e", 32)))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.refusal().code()).isEqualTo("gang_too_large");
                    assertThat(refused.refusal().detail()).contains("has 16 devices; 32 were asked for");
                });
        assertThat(free(Shape.cards("google-tpu-v5e", 16))).isEqualTo(1);
        assertThat(free(Shape.cards("google-tpu-v5e", 8))).isEqualTo(3);
    }

    @Test
    void a_floor_a_fabric_and_a_host_that_change_are_known_at_the_next_look() {
        Shape gang = new Shape(World.H100, null, 4, true, 0, 0);
        assertThatThrownBy(() -> free(gang))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("gang_too_large"));
        String linked = SMALL_FLEET
                .replace("hosts:\n", "fabric_domains:\n  - {code: ib, site: paris, kind: infiniband}\nhosts:\n")
                .replace("count: 2, pool: paris-pool,", "count: 2, pool: paris-pool, fabric: ib,");
        world.importFleet(linked);
        world.calendar.catchUp(world.job);
        assertThat(free(gang)).isEqualTo(1);

        Shape hungry = new Shape(A100, null, 1, false, 60_000, 1024);
        assertThat(free(hungry)).isEqualTo(1);
        String more = linked.replace("count: 1, pool: paris-pool, cpu: 64", "count: 1, pool: paris-pool, cpu: 128");
        world.importFleet(more);
        world.calendar.catchUp(world.job);
        assertThat(free(hungry)).isEqualTo(2);

        world.importFleet(more.replace(
                "name: Paris, isolation: vm, inference_floor: 0", "name: Paris, isolation: vm, inference_floor: 0.5"));
        world.calendar.catchUp(world.job);
        assertThat(free(hungry)).isEqualTo(1);
    }

    private int free(Shape shape) {
        return world.availability.find(ada.caller(), shape, "paris", WINDOW).stream()
                .mapToInt(SiteAvailability::free)
                .sum();
    }

    @Test
    void two_indexes_do_not_overstep_a_floor_together() {
        world.importFleet(SMALL_FLEET.replace(
                "name: Milan, isolation: vm, inference_floor: 0", "name: Milan, isolation: vm, inference_floor: 0.5"));
        world.calendar.catchUp(world.job);
        try (World replica = world.replica()) {
            replica.calendar.search(replica.job);
            world.hold(ada, Shape.cards(A100, 1), "milan", WINDOW).orThrow();
            // The replica has not heard of it, and a second card is free.
            assertThat(refusal(replica.hold(bob, Shape.cards(A100, 1), "milan", WINDOW))
                            .code())
                    .isEqualTo("capacity_exhausted");
            // What follows on the same cards takes no more of them.
            replica.hold(bob, Shape.cards(A100, 1), "milan", World.hours(29, 5)).orThrow();
            world.hold(ada, Shape.cards(A100, 1), "milan", World.hours(34, 5)).orThrow();
            assertThat(refusal(world.hold(ada, Shape.cards(A100, 1), "milan", World.hours(24, 15)))
                            .code())
                    .isEqualTo("capacity_exhausted");
            world.start(bob, Shape.cards(A100, 1), "milan").orThrow();
        }
    }

    @Test
    void what_could_not_be_read_anew_is_read_the_next_time() {
        try (World replica = world.replica()) {
            replica.calendar.search(replica.job);
            world.hold(ada, Shape.cards(A100, 1), "milan", WINDOW).orThrow();
            world.transactions.run(world.job, tx -> {
                tx.sql().execute("lock table inventory.occupancy in access exclusive mode");
                assertThatThrownBy(() -> replica.transactions.run(replica.job, other -> {
                            other.sql().execute("set local lock_timeout = '50ms'");
                            return replica.calendar.catchUp(other);
                        }))
                        .hasMessageContaining("lock timeout");
                return true;
            });

            assertThat(replica.calendar.catchUp(replica.job)).isTrue();
            assertThat(replica.availability.find(bob.caller(), Shape.cards(A100, 1), "milan", WINDOW).stream()
                            .mapToInt(SiteAvailability::free)
                            .sum())
                    .isEqualTo(1);
            assertThat(replica.calendar.catchUp(replica.job)).isFalse();
        }
    }

    @Test
    void bookings_at_the_same_moment_leave_the_floor() throws Exception {
        world.importFleet(SMALL_FLEET.replace(
                "name: Paris, isolation: vm, inference_floor: 0", "name: Paris, isolation: vm, inference_floor: 0.5"));
        world.calendar.catchUp(world.job);
        try (World replica = world.replica()) {
            replica.calendar.search(replica.job);
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                World here = i % 2 == 0 ? world : replica;
                World.Customer who = i % 3 == 0 ? ada : bob;
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    Outcome<?> _ = here.hold(who, Shape.cards(World.H100, 1), "paris", WINDOW);
                }));
            }
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(world.count("select count(*) from inventory.occupancy")).isEqualTo(2);
    }
}
