package cloud.tessera.inventory.maintenance;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.fleet.HostView;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.quota.term.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainsTest {
    private static final Kind MOVABLE = new Kind(Tier.ON_DEMAND, true, 1);
    private static final Shape CARD = Shape.cards(H100, 1);

    private World world;
    private World.Customer ada;

    @BeforeEach
    void prepare() {
        world = new World();
        ada = world.customer("ada");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private int host(java.util.UUID claim) {
        return world.hostsOf(claim).getFirst();
    }

    private HostView view(int host) {
        return world.fleet
                .hosts(world.operator, FleetFilter.ofHost(host), Page.Request.first(1))
                .items()
                .getFirst();
    }

    @Test
    void a_draining_host_takes_nothing_new_moves_what_it_can_and_lets_the_rest_run() {
        Reservation running = world.book(ada, CARD, "paris", World.hours(1, 5));
        Reservation later = world.book(ada, CARD, "paris", World.hours(8, 5));
        world.liveTo(World.START.plus(Duration.ofHours(2)));
        Allocation movable = world.start(ada, Shape.partitions(H100, "1g.10gb", 1), "paris", MOVABLE)
                .orThrow();
        world.liveFor(Duration.ofMinutes(1));
        int host = host(running.id().value());
        assertThat(host(later.id().value())).isEqualTo(host);
        assertThat(host(movable.id().value())).isEqualTo(host);

        HostDrain drain = world.drains.drain(world.operator, host).orThrow();

        assertThat(drain.devices()).isEqualTo(2);
        assertThat(drain.rebound()).isEqualTo(1);
        assertThat(drain.moving()).isEqualTo(1);
        assertThat(drain.left()).extracting(InTheWay::way).containsExactly(InTheWay.Way.STAYS, InTheWay.Way.LEAVES);
        assertThat(host(later.id().value())).isNotEqualTo(host);
        assertThat(world.reservations.timeline(ada.caller(), later.id()))
                .last()
                .extracting(ClaimEvent::detail)
                .isEqualTo("Its host is taken out of use.");
        world.liveFor(Duration.ofMinutes(1));
        assertThat(host(movable.id().value())).isNotEqualTo(host);
        assertThat(view(host).draining()).isEqualTo(2);
        assertThat(world.drains.claims(world.operator, host)).singleElement().satisfies(left -> {
            assertThat(left.name()).isEqualTo("work");
            assertThat(left.kind()).isEqualTo(InTheWay.Kind.RESERVATION);
            assertThat(left.until()).isEqualTo(running.window().end());
        });
        assertThat(world.reservations.get(ada.caller(), running.id()).state())
                .isInstanceOf(ReservationState.Active.class);
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void nothing_is_placed_on_a_draining_host_until_it_is_taken_back() {
        int host = world.hostsOf(world.start(ada, Shape.cards(A100, 1), "milan")
                        .orThrow()
                        .id()
                        .value())
                .getFirst();
        world.drains.drain(world.operator, host).orThrow();
        assertThat(refusal(world.start(ada, Shape.cards(A100, 1), "milan")).code())
                .isEqualTo("capacity_exhausted");
        assertThat(refusal(world.hold(ada, Shape.cards(A100, 1), "milan", World.hours(3, 2)))
                        .code())
                .isEqualTo("capacity_exhausted");

        world.drains.undrain(world.operator, host).orThrow();
        world.start(ada, Shape.cards(A100, 1), "milan").orThrow();
        assertThat(view(host).draining()).isZero();
    }

    @Test
    void a_process_that_does_not_know_of_it_yet_places_nothing_there_either() {
        try (World other = world.replica()) {
            other.calendar.catchUp(other.job);
            int host = (int) world.count("select min(id) from inventory.host where name like 'mil-%'");
            world.drains.drain(world.operator, host).orThrow();
            assertThat(refusal(other.start(ada, Shape.cards(A100, 1), "milan")).code())
                    .isEqualTo("capacity_exhausted");
            world.drains.undrain(world.operator, host).orThrow();
            other.calendar.catchUp(other.job);
            world.drains.drain(world.operator, host).orThrow();
            assertThat(refusal(other.hold(ada, Shape.cards(A100, 1), "milan", World.hours(3, 2)))
                            .code())
                    .isEqualTo("capacity_exhausted");
        }
    }

    @Test
    void what_finds_no_place_is_tried_again() {
        Reservation later = world.book(ada, Shape.cards(A100, 2), "milan", World.hours(8, 5));
        int host = host(later.id().value());
        HostDrain drain = world.drains.drain(world.operator, host).orThrow();
        assertThat(drain.rebound()).isZero();
        assertThat(drain.left()).extracting(InTheWay::way).containsExactly(InTheWay.Way.REBIND);
        assertThat(world.drains.keep(world.job)).isZero();

        world.importFleet(World.SMALL_FLEET.replace("mil-a100-{nn}\", count: 1", "mil-a100-{nn}\", count: 2"));
        assertThat(world.drains.keep(world.job)).isEqualTo(1);
        assertThat(host(later.id().value())).isNotEqualTo(host);
        assertThat(world.drains.claims(world.operator, host)).isEmpty();
    }

    @Test
    void a_host_that_fails_while_it_drains_comes_back_from_repair_in_use() {
        int host = (int) world.count("select min(id) from inventory.host");
        world.drains.drain(world.operator, host).orThrow();
        world.drains.drain(world.operator, host).orThrow();
        assertThat(world.life.failHost(world.operator, host).orThrow().already())
                .isFalse();
        assertThat(refusal(world.drains.drain(world.operator, host)).code()).isEqualTo("host_already_failed");
        world.drains.undrain(world.operator, host).orThrow();
        assertThat(view(host).failed()).isEqualTo(2);
        world.life.repairHost(world.operator, host).orThrow();
        assertThat(List.of(view(host).failed(), view(host).draining())).containsExactly(0, 0);
        assertThat(refusal(world.drains.drain(world.operator, 9_999)).code()).isEqualTo("not_found");
    }

    @Test
    void failing_a_host_again_heals_what_was_left_and_says_that_it_had_failed() {
        Allocation it = world.start(ada, CARD, "paris").orThrow();
        world.liveFor(Duration.ofMinutes(1));
        int host = host(it.id().value());
        // The process died between the mark and the healing.
        world.transactions.run(world.job, tx -> world.fleet.fail(tx, host));

        var again = world.life.failHost(world.operator, host).orThrow();
        assertThat(again.already()).isTrue();
        assertThat(again.healed()).isEqualTo(1);
        world.liveFor(Duration.ofMinutes(1));
        assertThat(world.allocations.get(ada.caller(), it.id()).state()).isInstanceOf(AllocationState.Active.class);
        assertThat(host(it.id().value())).isNotEqualTo(host);
    }
}
