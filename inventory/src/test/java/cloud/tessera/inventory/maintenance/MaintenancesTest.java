package cloud.tessera.inventory.maintenance;

import static cloud.tessera.inventory.ScriptedEngine.Outcome.failingAfter;
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
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaintenancesTest {
    private static final Kind MOVABLE = new Kind(Tier.ON_DEMAND, true, 1);
    private static final Kind PREEMPTIBLE = new Kind(Tier.PREEMPTIBLE, false, 1);
    private static final Shape CARD = Shape.cards(H100, 1);
    private static final Shape TWO = Shape.cards(A100, 2);

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

    private int host(UUID claim) {
        return world.hostsOf(claim).getFirst();
    }

    private int milan() {
        return (int) world.count("select min(id) from inventory.host where name like 'mil-%'");
    }

    private Outcome<Maintenance> plan(int host, TimeWindow window, boolean move) {
        return plan(new Scope(Scope.Kind.HOST, Integer.toString(host)), window, move);
    }

    private Outcome<Maintenance> plan(Scope scope, TimeWindow window, boolean move) {
        return world.maintenances.plan(world.operator, new NewMaintenance(scope, window, move, "new firmware"));
    }

    private AllocationState state(Allocation it) {
        return world.allocations.get(ada.caller(), it.id()).state();
    }

    private @Nullable String lastSaid(Allocation it) {
        return world.allocations.timeline(ada.caller(), it.id()).getLast().detail();
    }

    @Test
    void a_window_holds_its_cards_like_a_claim() {
        Maintenance planned = plan(milan(), World.hours(5, 3), false).orThrow();
        assertThat(planned.cards()).isEqualTo(2);
        assertThat(planned.name()).isEqualTo("mil-a100-01");
        assertThat(planned.state(world.clock.instant())).isEqualTo(Maintenance.State.PLANNED);

        assertThat(refusal(world.hold(ada, TWO, "milan", World.hours(4, 2))).code())
                .isEqualTo("capacity_exhausted");
        assertThat(refusal(world.start(ada, Shape.partitions(A100, "1g.10gb", 1), "milan"))
                        .code())
                .isEqualTo("capacity_exhausted");
        world.hold(ada, TWO, "milan", World.hours(3, 2)).orThrow();
        world.hold(ada, TWO, "milan", World.hours(8, 2)).orThrow();
        assertThat(world.overlaps()).isZero();

        world.clock.moveTo(planned.window().start());
        assertThat(planned.state(world.clock.instant())).isEqualTo(Maintenance.State.UNDER_WAY);
        world.clock.moveTo(planned.window().end());
        world.start(ada, Shape.partitions(A100, "1g.10gb", 1), "milan");
        assertThat(refusal(world.maintenances.cancel(world.operator, planned.id()))
                        .code())
                .isEqualTo("wrong_state");
    }

    @Test
    void a_cancelled_window_gives_its_cards_back() {
        Maintenance planned = plan(milan(), World.hours(5, 3), false).orThrow();
        world.maintenances.cancel(world.operator, planned.id()).orThrow();
        assertThat(world.maintenances
                        .cancel(world.operator, planned.id())
                        .orThrow()
                        .state(world.clock.instant()))
                .isEqualTo(Maintenance.State.CANCELLED);
        world.start(ada, TWO, "milan").orThrow();
        assertThat(world.maintenances
                        .list(world.operator, true, Page.Request.first(10))
                        .items())
                .isEmpty();
        assertThat(world.maintenances
                        .list(world.operator, false, Page.Request.first(10))
                        .items())
                .extracting(Maintenance::id)
                .containsExactly(planned.id());
    }

    @Test
    void what_is_in_the_way_is_named_and_when_it_would_work_is_said() {
        Reservation running = world.book(ada, TWO, "milan", World.hours(1, 5));
        world.liveTo(World.START.plus(Duration.ofHours(2)));
        Refusal no = refusal(plan(milan(), World.hours(3, 2), true));
        assertThat(no.code()).isEqualTo("maintenance_conflict");
        assertThat(no.detail())
                .contains(
                        "reservation “work” (" + running.id().text() + ") until "
                                + running.window().end(),
                        "runs to its end");
        assertThat(no.alternatives()).extracting(Refusal.Alternative::kind).containsExactly("later");
        Map<String, String> later = no.alternatives().getFirst().request();
        var window = new TimeWindow(Instant.parse(later.get("start")), Instant.parse(later.get("end")));
        assertThat(window).isEqualTo(World.hours(6, 2));
        plan(milan(), window, false).orThrow();
    }

    @Test
    void what_runs_without_an_end_is_said_to_need_its_owner_and_a_drain() {
        Allocation endless = world.start(ada, TWO, "milan").orThrow();
        Refusal no = refusal(plan(milan(), World.hours(24, 2), true));
        assertThat(no.detail()).contains(endless.id().text(), "runs until its owner releases it");
        assertThat(no.alternatives()).extracting(Refusal.Alternative::kind).containsExactly("drain");
    }

    @Test
    void what_has_not_begun_is_rebound_only_where_that_is_asked_for() {
        Reservation booked = world.book(ada, CARD, "paris", World.hours(4, 5));
        int host = host(booked.id().value());
        Refusal no = refusal(plan(host, World.hours(5, 2), false));
        assertThat(no.alternatives()).extracting(Refusal.Alternative::kind).containsExactly("move", "later");
        assertThat(host(booked.id().value())).isEqualTo(host);

        Maintenance planned = plan(host, World.hours(5, 2), true).orThrow();
        assertThat(planned.madeWay()).isEqualTo(1);
        assertThat(host(booked.id().value())).isNotEqualTo(host);
        assertThat(world.reservations.timeline(ada.caller(), booked.id()))
                .last()
                .extracting(ClaimEvent::detail)
                .isEqualTo("Its cards are to be maintained.");
        world.liveTo(World.START.plus(Duration.ofHours(10)));
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void where_one_finds_no_other_place_none_is_moved() {
        Reservation movable = world.book(ada, CARD, "paris", World.hours(4, 5));
        Reservation stuck = world.book(ada, Shape.cards(H100, 3), "paris", World.hours(4, 5));
        List<Integer> before = world.hostsOf(movable.id().value());
        var pool = new Scope(Scope.Kind.POOL, "paris-pool");
        Refusal no = refusal(plan(pool, World.hours(5, 2), true));
        assertThat(no.code()).isEqualTo("maintenance_conflict");
        assertThat(no.detail()).startsWith("2 claims are in the way").contains("there are no other cards for it");
        assertThat(no.alternatives().getFirst().request())
                .containsEntry("start", World.hours(9, 2).start().toString());
        assertThat(world.hostsOf(movable.id().value())).isEqualTo(before);
        assertThat(world.hostsOf(stuck.id().value())).hasSize(2);
        assertThat(world.count("select count(*) from inventory.maintenance")).isZero();
    }

    @Test
    void what_runs_and_is_movable_moves_and_never_stops() {
        Allocation it = world.start(ada, CARD, "paris", MOVABLE).orThrow();
        world.liveFor(Duration.ofMinutes(5));
        int host = host(it.id().value());
        plan(host, World.hours(1, 2), true).orThrow();
        assertThat(state(it)).isInstanceOf(AllocationState.Moving.class);
        world.liveFor(Duration.ofMinutes(5));
        assertThat(state(it)).isInstanceOf(AllocationState.Active.class);
        assertThat(host(it.id().value())).isNotEqualTo(host);
        assertThat(world.maintenanceKeeper.keep(world.job)).isEqualTo(1);
        assertThat(world.maintenanceKeeper.keep(world.job)).isZero();
        assertThat(world.count("select count(*) from inventory.occupancy where upper_inf(during)"))
                .isEqualTo(1);
    }

    @Test
    void a_move_takes_its_time_and_is_not_begun_too_late() {
        Allocation it = world.start(ada, CARD, "paris", MOVABLE).orThrow();
        world.liveFor(Duration.ofMinutes(55));
        Refusal no = refusal(plan(host(it.id().value()), World.hours(1, 2), true));
        assertThat(no.detail()).contains("15 minutes");
        assertThat(no.alternatives().getFirst().request())
                .containsEntry("start", World.hours(2, 2).start().toString());
    }

    @Test
    void a_move_that_comes_to_nothing_is_tried_again() {
        Allocation it = world.start(ada, CARD, "paris", MOVABLE).orThrow();
        world.liveFor(Duration.ofMinutes(5));
        int host = host(it.id().value());
        world.engine.next(failingAfter(Duration.ofSeconds(5)));
        Maintenance planned = plan(host, World.hours(1, 2), true).orThrow();
        world.liveFor(Duration.ofMinutes(1));
        assertThat(state(it)).isInstanceOf(AllocationState.Active.class);
        assertThat(host(it.id().value())).isEqualTo(host);
        world.maintenanceKeeper.keep(world.job);
        assertThat(state(it)).isInstanceOf(AllocationState.Moving.class);
        world.liveTo(planned.window().start());
        assertThat(state(it)).isInstanceOf(AllocationState.Active.class);
        assertThat(host(it.id().value())).isNotEqualTo(host);
    }

    @Test
    void what_could_not_move_by_the_start_is_stopped_and_starts_elsewhere() {
        Allocation it = world.start(ada, CARD, "paris", MOVABLE).orThrow();
        world.liveFor(Duration.ofMinutes(5));
        int host = host(it.id().value());
        world.engine.next(failingAfter(Duration.ofSeconds(5)));
        Maintenance planned = plan(host, World.hours(1, 2), true).orThrow();
        world.liveTo(planned.window().start());
        assertThat(world.hostsOf(it.id().value())).isEmpty();

        assertThat(world.maintenanceKeeper.keep(world.job)).isEqualTo(1);
        assertThat(lastSaid(it)).isEqualTo("Its cards are under maintenance: it goes on elsewhere.");
        world.liveFor(Duration.ofMinutes(1));
        assertThat(state(it)).isInstanceOf(AllocationState.Active.class);
        assertThat(host(it.id().value())).isNotEqualTo(host);
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void what_was_still_to_move_keeps_its_cards_when_the_window_is_cancelled() {
        Allocation it = world.start(ada, CARD, "paris", MOVABLE).orThrow();
        world.liveFor(Duration.ofMinutes(5));
        int host = host(it.id().value());
        world.engine.next(failingAfter(Duration.ofSeconds(5)));
        Maintenance planned = plan(host, World.hours(1, 2), true).orThrow();
        world.liveFor(Duration.ofMinutes(1));
        world.maintenances.cancel(world.operator, planned.id()).orThrow();
        world.liveTo(planned.window().end());
        assertThat(world.maintenanceKeeper.keep(world.job)).isZero();
        assertThat(state(it)).isInstanceOf(AllocationState.Active.class);
        assertThat(host(it.id().value())).isEqualTo(host);
        assertThat(world.count("select count(*) from inventory.occupancy where upper_inf(during)"))
                .isEqualTo(1);
    }

    @Test
    void what_is_preemptible_gives_way_when_the_window_begins() {
        Allocation it = world.start(ada, TWO, "milan", PREEMPTIBLE).orThrow();
        world.liveFor(Duration.ofMinutes(5));
        Maintenance planned = plan(milan(), World.hours(1, 2), true).orThrow();
        world.liveTo(planned.window().start().minusSeconds(10));
        assertThat(state(it)).isInstanceOf(AllocationState.Preempting.class);
        world.liveTo(planned.window().start().plusSeconds(30));
        assertThat(state(it)).isInstanceOf(AllocationState.Preempted.class);
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void a_window_and_a_booking_at_the_same_time_never_hold_the_same() {
        try (World other = world.replica()) {
            other.calendar.catchUp(other.job);
            int host = milan();
            for (int i = 0; i < 6; i++) {
                TimeWindow window = World.hours(10 + 5 * i, 3);
                var planned = CompletableFuture.supplyAsync(() -> plan(host, window, true));
                var held = other.hold(ada, TWO, "milan", window);
                assertThat(List.of(planned.join() instanceof Outcome.Done, held instanceof Outcome.Done))
                        .as("exactly one of them")
                        .containsOnlyOnce(true);
            }
            assertThat(world.overlaps()).isZero();
        }
    }

    @Test
    void asked_twice_with_one_key_it_is_planned_once() {
        Caller keyed = world.operatorWith("key");
        var wanted = new NewMaintenance(new Scope(Scope.Kind.SITE, "milan"), World.hours(5, 3), false, "new firmware");
        Maintenance first = world.maintenances.plan(keyed, wanted).orThrow();
        assertThat(world.maintenances.plan(keyed, wanted).orThrow()).isEqualTo(first);
        assertThat(world.count("select count(*) from inventory.maintenance")).isEqualTo(1);
    }

    @Test
    void windows_that_make_no_sense_are_refused() {
        int host = milan();
        assertThat(refusal(plan(host, World.hours(-1, 2), false)).field()).isEqualTo("start");
        assertThat(refusal(plan(host, World.hours(1, 24 * 31), false)).field()).isEqualTo("end");
        assertThat(refusal(plan(host, World.hours(24 * 179, 48), false)).code()).isEqualTo("invalid_window");
        assertThat(refusal(plan(9_999, World.hours(1, 2), false)).code()).isEqualTo("not_found");
        assertThat(refusal(plan(new Scope(Scope.Kind.FABRIC, "nowhere"), World.hours(1, 2), false))
                        .code())
                .isEqualTo("not_found");
        plan(host, World.hours(1, 2), false).orThrow();
        Refusal twice = refusal(plan(host, World.hours(2, 2), true));
        assertThat(twice.detail()).contains("maintenance “new firmware”");
    }
}
