package cloud.tessera.inventory.allocation;

import static cloud.tessera.inventory.ScriptedEngine.Outcome.failingAfter;
import static cloud.tessera.inventory.ScriptedEngine.Outcome.readyAfter;
import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MovesTest {
    private static final Shape CARD = Shape.cards(A100, 1);
    private static final Kind MOVABLE = new Kind(Tier.ON_DEMAND, true, 1);

    private World world;
    private World.Customer ada;
    private Allocation it;

    @BeforeEach
    void prepare() {
        world = new World();
        ada = world.customer("ada");
        it = world.start(ada, CARD, "milan", MOVABLE).orThrow();
        world.liveFor(Duration.ofMinutes(10));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Allocation now() {
        return world.allocations.get(ada.caller(), it.id());
    }

    private List<Integer> devices() {
        return world.allocations.placement(ada.caller(), it.id()).stream()
                .map(Granted::device)
                .toList();
    }

    private long seconds() {
        world.life.meter(world.job);
        return world.metering.of(ada.caller(), it.id().value()).stream()
                .mapToLong(reading -> reading.seconds() * reading.quantity())
                .sum();
    }

    private Outcome<Allocation> move() {
        return world.moves.move(world.operator, it.id());
    }

    private void assertHoldsOneCard() {
        assertThat(world.count("select count(*) from inventory.occupancy where upper_inf(during)"))
                .isEqualTo(1);
        assertThat(world.count("select count(*) from inventory.host_use")).isEqualTo(1);
        assertThat(devices()).hasSize(1);
        // The other card is to be had, at once.
        assertThat(world.start(ada, CARD, "milan").orThrow().beginsAt()).isNull();
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void the_new_run_is_ready_before_the_old_one_stops_and_no_second_is_lost_or_billed_twice() {
        List<Integer> before = devices();
        world.engine.next(readyAfter(Duration.ofMinutes(7)));

        assertThat(move().orThrow().state()).isInstanceOf(AllocationState.Moving.class);

        assertThat(refusal(world.start(ada, CARD, "milan")).code()).isEqualTo("capacity_exhausted");
        world.liveFor(Duration.ofMinutes(6));
        assertThat(world.engine.running(it.id().value())).containsExactly(1, 2);
        assertThat(world.allocations.access(ada.caller(), it.id()).orElseThrow().token())
                .isEqualTo("token-1");
        seconds();
        world.liveFor(Duration.ofMinutes(6));
        assertThat(now().state()).isInstanceOf(AllocationState.Active.class);
        assertThat(world.engine.running(it.id().value())).containsExactly(2);
        assertThat(world.allocations.access(ada.caller(), it.id()).orElseThrow().token())
                .isEqualTo("token-2");
        assertThat(devices()).doesNotContainAnyElementsOf(before);
        assertThat(world.allocations.timeline(ada.caller(), it.id()))
                .extracting(ClaimEvent::state)
                .containsExactly("provisioning", "active", "moving", "active");
        world.liveFor(Duration.ofMinutes(8));
        assertThat(seconds()).isEqualTo(30 * 60 - 10);
        assertHoldsOneCard();
    }

    @Test
    void a_new_run_that_fails_leaves_the_old_one_running_and_later_failures_start_anew() {
        List<Integer> before = devices();
        world.engine.next(failingAfter(Duration.ofMinutes(1)));
        move().orThrow();
        world.liveFor(Duration.ofMinutes(5));
        assertThat(now().state()).isInstanceOf(AllocationState.Active.class);
        assertThat(devices()).isEqualTo(before);
        assertThat(world.engine.running(it.id().value())).containsExactly(1);
        assertThat(seconds()).isEqualTo(15 * 60 - 10);

        move().orThrow();
        world.liveFor(Duration.ofMinutes(1));
        assertThat(world.engine.running(it.id().value())).containsExactly(3);
        assertHoldsOneCard();
    }

    @Test
    void a_new_run_that_is_never_ready_is_given_up_in_time() {
        world.engine.next(readyAfter(Duration.ofDays(1)));
        move().orThrow();
        world.liveFor(Moves.LONGEST.plusMinutes(1));
        assertThat(now().state()).isInstanceOf(AllocationState.Active.class);
        assertThat(world.engine.running(it.id().value())).containsExactly(1);
        assertHoldsOneCard();
    }

    @Test
    void an_old_run_that_cannot_be_stopped_keeps_its_cards_and_is_not_billed() {
        world.engine.next(readyAfter(Duration.ofMinutes(5)));
        move().orThrow();
        world.liveFor(Duration.ofMinutes(4));
        world.engine.stops(false);
        world.liveFor(Duration.ofMinutes(6));
        assertThat(now().state()).isInstanceOf(AllocationState.Moving.class);
        assertThat(refusal(world.start(ada, CARD, "milan")).code()).isEqualTo("capacity_exhausted");
        world.engine.stops(true);
        try (World other = world.replica()) { // another worker ends what this one has begun
            other.liveFor(Duration.ofMinutes(5));
        }
        assertThat(now().state()).isInstanceOf(AllocationState.Active.class);
        assertThat(seconds()).isEqualTo(25 * 60 - 10);
        assertHoldsOneCard();
    }

    @Test
    void what_is_released_while_it_moves_leaves_nothing_behind() {
        world.engine.next(readyAfter(Duration.ofMinutes(7)));
        move().orThrow();
        world.liveFor(Duration.ofMinutes(2));
        world.allocations.release(ada.caller(), it.id()).orThrow();
        world.liveFor(Duration.ofMinutes(2));
        assertThat(now().state()).isInstanceOf(AllocationState.Released.class);
        assertThat(world.engine.runs(it.id().value())).isFalse();
        assertThat(seconds()).isEqualTo(12 * 60 - 10);
        assertThat(world.count("select count(*) from inventory.occupancy where upper_inf(during)"))
                .isZero();
        assertThat(world.count("select count(*) from inventory.host_use")).isZero();
        world.start(ada, Shape.cards(A100, 2), "milan").orThrow();
    }

    @Test
    void only_what_is_movable_and_active_is_moved_and_only_where_there_is_room() {
        Allocation fixed = world.start(ada, CARD, "paris").orThrow();
        world.liveFor(Duration.ofMinutes(1));
        assertThat(refusal(world.moves.move(world.operator, fixed.id())).code()).isEqualTo("not_movable");
        world.start(ada, CARD, "milan").orThrow();
        assertThat(refusal(move()).code()).isEqualTo("capacity_exhausted");
        assertThat(now().state()).isInstanceOf(AllocationState.Active.class);
        world.allocations.release(ada.caller(), it.id()).orThrow();
        assertThat(refusal(move()).code()).isEqualTo("wrong_state");
    }

    @Test
    void the_failure_of_its_host_ends_the_move_and_heals_it() {
        world.allocations.release(ada.caller(), it.id()).orThrow();
        it = world.start(ada, Shape.cards(World.H100, 1), "paris", MOVABLE).orThrow();
        world.liveFor(Duration.ofMinutes(10));
        world.engine.next(readyAfter(Duration.ofMinutes(7)));
        move().orThrow();
        world.liveFor(Duration.ofMinutes(1));
        int host = world.transactions.run(
                world.job,
                tx -> tx.sql()
                        .fetchSingle("select id from inventory.host where name = 'par-h100-01'")
                        .get(0, Integer.class));
        assertThat(world.life.failHost(world.operator, host).orThrow().healed()).isEqualTo(1);
        world.liveFor(Duration.ofMinutes(1));
        assertThat(now().state()).isInstanceOf(AllocationState.Active.class);
        assertThat(world.allocations.placement(ada.caller(), it.id()))
                .extracting(Granted::host)
                .containsExactly("par-h100-02");
        assertThat(world.engine.running(it.id().value())).containsExactly(3);
    }
}
