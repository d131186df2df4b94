package cloud.tessera.inventory.replan;

import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.hours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.allocation.FloatingNotice;
import cloud.tessera.inventory.allocation.Preemptions;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.rebinding.MakingRoom;
import cloud.tessera.inventory.reservation.Rebinds;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplanTest {
    private static final String RACKS = """
            format: 1
            fabric_domains:
              - {code: rack-1, site: milan, kind: infiniband}
              - {code: rack-2, site: milan, kind: infiniband}
            hosts:
              - {name: "mil-one-{nn}", count: 2, pool: milan-pool, fabric: rack-1, cpu: 208, memory_gib: 2000, devices: [{model: nvidia-h100-80gb, count: 2}]}
              - {name: "mil-two-{nn}", count: 2, pool: milan-pool, fabric: rack-2, cpu: 208, memory_gib: 2000, devices: [{model: nvidia-h100-80gb, count: 2}]}
            """;

    /** As on a machine with another C library. */
    private static final class MissingLibrary implements Runnable {
        private int tries;

        @Override
        public void run() {
            tries++;
            throw new UnsatisfiedLinkError("libstdc++.so.6: cannot open shared object file");
        }
    }

    private static final Shape CARD = Shape.cards(H100, 1);
    private static final Shape RACK = new Shape(H100, null, 4, true, 0, 0);

    @Test
    void a_fragmented_calendar_is_packed_so_that_a_gang_of_a_whole_rack_finds_room() {
        try (World world = new World()) {
            world.importFleet(RACKS);
            World.Customer ada = world.customer("ada");
            Reservation rack = world.hold(ada, RACK, "milan", hours(10, 10)).orThrow();
            Reservation late = world.book(ada, CARD, "milan", hours(15, 10));
            world.reservations.cancel(ada.caller(), rack.id(), null, null).orThrow();
            world.book(ada, CARD, "milan", hours(12, 10));
            Question gang = world.calendar
                    .search(world.job)
                    .question(
                            RACK,
                            Workload.TRAINING,
                            "milan",
                            hours(14, 10).start(),
                            hours(14, 10).end(),
                            ada.organization().holder());
            assertThat(world.calendar.search(world.job).find(gang)).isEmpty();
            var room = room(world);
            var rebinds = new Rebinds(world.organizations, world.calendar);
            var packings = new Packings(world.transactions);
            var replan = new Replan(world.transactions, world.calendar, room, rebinds, packings);
            var missing = new MissingLibrary();
            var without = new Replan(world.transactions, world.calendar, room, rebinds, packings, new Solver(missing));

            world.liveTo(World.START.plus(Duration.ofMinutes(20)));

            assertThat(without.run(world.job)).as("without its library").isZero();
            assertThat(without.run(world.job)).isZero();
            assertThat(missing.tries).as("and so said once").isEqualTo(1);
            assertThat(packings.last(world.job)).as("so nothing was packed").isEmpty();
            assertThat(replan.run(world.job)).isEqualTo(1);
            assertThat(packings.last(world.job)).singleElement().satisfies(packed -> {
                assertThat(packed.pool()).isEqualTo("milan-pool");
                assertThat(packed.claims()).isEqualTo(2);
                assertThat(packed.moved()).isEqualTo(1);
                assertThat(packed.refused()).isZero();
                assertThat(packed.freedCards()).isEqualTo(2);
            });
            assertThat(packings.sinceStart(world.job).moved()).isEqualTo(1);

            assertThat(world.calendar.search(world.job).find(gang)).isPresent();
            assertThat(replan.run(world.job)).as("nothing more to gain").isZero();
            assertThat(packings.last(world.job))
                    .as("the last time only")
                    .singleElement()
                    .extracting(Packed::moved)
                    .isEqualTo(0);
            assertThatExceptionOfType(Refused.class).isThrownBy(() -> packings.last(ada.caller()));
            assertThat(world.overlaps()).isZero();
            world.liveTo(World.START.plus(Duration.ofHours(16)));
            assertThat(world.engine.runs(late.id().value())).isTrue();
        }
    }

    @Test
    void a_pool_that_fails_keeps_no_other_from_being_packed_and_each_comes_first_in_turn() {
        try (World world = new World()) {
            world.importFleet(RACKS);
            World.Customer ada = world.customer("ada");
            Reservation there = world.book(ada, CARD, "paris", hours(15, 10));
            world.book(ada, CARD, "milan", hours(15, 10));
            int before = world.hostsOf(there.id().value()).getFirst();
            var packings = new Packings(world.transactions);
            List<String> asked = new ArrayList<>();
            var replan = new Replan(
                    world.transactions,
                    world.calendar,
                    room(world),
                    new Rebinds(world.organizations, world.calendar),
                    packings,
                    new Solver(() -> {}),
                    (pool, _) -> {
                        asked.add(pool.name());
                        if (pool.name().equals("milan-pool")) {
                            throw new IllegalStateException("broken");
                        }
                        return pool.hosts().stream()
                                .filter(host -> host.id() != before)
                                .findFirst()
                                .map(host -> Map.of(there.id().value(), host.id()))
                                .orElseThrow();
                    });

            assertThat(replan.run(world.job)).isEqualTo(1);

            assertThat(world.hostsOf(there.id().value())).doesNotContain(before);
            assertThat(packings.last(world.job)).extracting(Packed::pool).containsExactly("paris-pool");
            assertThat(packings.sinceStart(world.job).failed()).isEqualTo(1);
            replan.run(world.job);
            assertThat(asked).hasSize(4).containsOnly("milan-pool", "paris-pool");
            assertThat(asked.get(0)).as("another begins").isNotEqualTo(asked.get(2));
            assertThat(packings.sinceStart(world.job).failed()).isEqualTo(2);
        }
    }

    private static MakingRoom room(World world) {
        return new MakingRoom(
                world.calendar,
                world.organizations,
                world.audit,
                new Preemptions(world.calendar, world.organizations, world.audit, FloatingNotice.USUAL));
    }

    @Test
    void a_solver_whose_library_lacks_a_part_is_given_up_like_one_without() {
        var solver = new Solver(() -> {});
        assertThat(solver.runs()).isTrue();

        solver.giveUp(new UnsatisfiedLinkError("CpSolver"));

        assertThat(solver.off()).isTrue();
        assertThat(solver.runs()).isFalse();
    }

    @Test
    void what_stays_attracts_what_moves_and_nothing_moves_without_gain() {
        var first = new Pool.Host(1, "rack-1", Set.of(1, 2), List.of(new Pool.Busy(0, 100)));
        var second = new Pool.Host(2, "rack-2", Set.of(3), List.of());
        var third = new Pool.Host(3, "rack-3", Set.of(5), List.of());
        var a = new Pool.Mover(new UUID(0, 1), 1, 10, 20, 2);
        var b = new Pool.Mover(new UUID(0, 2), 1, 15, 25, 3);
        Map<UUID, Integer> plan = Packing.solve(
                Solver.OF_THIS_PROCESS,
                new Pool("pool", List.of(first, second, third), List.of(a, b)),
                Duration.ofSeconds(5),
                0);

        assertThat(plan)
                .as("one joins what stays; both do not fit there at once")
                .hasSize(1)
                .containsValue(1);
        assertThat(Packing.solve(
                        Solver.OF_THIS_PROCESS,
                        new Pool("pool", List.of(second, third), List.of(a)),
                        Duration.ofSeconds(5),
                        0))
                .isEmpty();
    }
}
