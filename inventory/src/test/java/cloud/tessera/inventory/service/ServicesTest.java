package cloud.tessera.inventory.service;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServicesTest {
    private static final Shape SLICE = Shape.partitions(A100, World.SLICE, 1);

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

    private static Scale scale(
            int baseline, Tier overflow, int minimum, int maximum, int desired, @Nullable String ceiling) {
        return new Scale(
                baseline, overflow, minimum, maximum, desired, null, ceiling == null ? null : Money.of(ceiling, "EUR"));
    }

    private Outcome<Service> create(Shape shape, Scale scale) {
        return world.services.create(
                ada.caller(), new NewService(ada.project().id(), shape, "milan", "model", ScriptedEngine.IMAGE, scale));
    }

    private Service made(Scale scale) {
        Service service = create(SLICE, scale).orThrow();
        keepFor(Duration.ofMinutes(2));
        return service;
    }

    /** Lives on with the job of the keeper each minute, as the worker does, and the meter with it. */
    private void keepFor(Duration time) {
        Instant end = world.clock.instant().plus(time);
        while (world.clock.instant().isBefore(end)) {
            world.keeper.keep(world.job);
            world.liveFor(Duration.ofMinutes(1));
            world.life.meter(world.job);
        }
    }

    private Service now(Service service) {
        return world.services.get(ada.caller(), service.id());
    }

    private List<Services.Replica> running(Service service) {
        return world.services.replicas(ada.caller(), service.id()).stream()
                .filter(replica -> replica.allocation().releaseAskedAt() == null)
                .toList();
    }

    private long overflow(Service service) {
        return running(service).stream().filter(Services.Replica::overflow).count();
    }

    private Service rescale(Service service, UnaryOperator<Scale> change) {
        return world.services
                .rescale(ada.caller(), service.id(), now(service).version(), change::apply)
                .orThrow();
    }

    private List<String> states(Service service) {
        return world.services.timeline(ada.caller(), service.id()).stream()
                .map(ClaimEvent::state)
                .toList();
    }

    @Test
    void a_service_keeps_its_baseline_on_demand_and_the_rest_as_overflow() {
        Service service = made(scale(2, Tier.PREEMPTIBLE, 2, 8, 3, null));
        assertThat(running(service))
                .extracting(replica -> replica.allocation().kind().tier())
                .containsExactlyInAnyOrder(Tier.ON_DEMAND, Tier.ON_DEMAND, Tier.PREEMPTIBLE);
        assertThat(overflow(service)).isEqualTo(1);

        rescale(service, s -> s.desiring(5));
        keepFor(Duration.ofMinutes(1));
        assertThat(overflow(service)).isEqualTo(3);
        rescale(service, s -> s.desiring(2));
        keepFor(Duration.ofMinutes(1));
        assertThat(running(service)).hasSize(2);
        assertThat(overflow(service)).isZero();
        assertThat(states(service)).containsExactly("created", "scaled", "scaled");

        world.services.end(ada.caller(), service.id(), now(service).version()).orThrow();
        assertThat(running(service)).isEmpty();
        keepFor(Duration.ofMinutes(2));
        assertThat(world.services.replicas(ada.caller(), service.id())).isEmpty();
        assertThat(world.count("select count(*) from inventory.host_use")).isZero();
    }

    @Test
    void a_lost_replica_is_replaced_and_two_workers_start_none_twice() throws Exception {
        Service service = made(scale(3, Tier.ON_DEMAND, 3, 3, 3, null));
        world.allocations
                .release(ada.caller(), running(service).getFirst().allocation().id())
                .orThrow();
        try (World other = world.replica()) {
            Thread there = Thread.ofVirtual().start(() -> other.keeper.keep(other.job));
            world.keeper.keep(world.job);
            there.join();
        }
        assertThat(running(service)).hasSize(3);
    }

    @Test
    void overflow_never_passes_the_ceiling_of_the_month_and_comes_back_with_the_next() {
        // A slice costs 0.375 an hour. The baseline alone is let run.
        Service service = made(scale(1, Tier.ON_DEMAND, 1, 8, 3, "3.00"));
        assertThat(overflow(service)).isEqualTo(2);
        keepFor(Duration.ofMinutes(170));
        assertThat(overflow(service)).isZero();
        assertThat(running(service)).hasSize(1);
        assertThat(now(service).limited()).isEqualTo("spend_ceiling");
        assertThat(world.services.spend(ada.caller(), service.id()).spent().minor())
                .isBetween(290L, 310L);
        assertThat(states(service)).containsExactly("created", "limited");

        world.liveTo(Instant.parse("2026-04-01T00:00:00Z"));
        world.life.meter(world.job);
        keepFor(Duration.ofMinutes(2));
        assertThat(overflow(service)).isEqualTo(2);
        assertThat(now(service).limited()).isNull();
    }

    private Scale resting(Reservation on, int desired) {
        return new Scale(2, Tier.ON_DEMAND, 2, 5, desired, null, null, on.id());
    }

    @Test
    void the_baseline_rests_on_a_reservation_while_that_runs_and_on_demand_before_and_after() {
        Reservation block = world.book(ada, Shape.partitions(A100, World.SLICE, 2), "milan", World.hours(1, 3));
        Service service = create(SLICE, resting(block, 3)).orThrow();
        keepFor(Duration.ofMinutes(3));
        assertThat(running(service)).hasSize(3);
        assertThat(world.services.reserved(ada.caller(), service.id())).isZero();

        world.liveTo(World.hours(1, 3).start());
        keepFor(Duration.ofMinutes(3));
        assertThat(world.services.reserved(ada.caller(), service.id())).isEqualTo(2);
        assertThat(running(service)).hasSize(1).allMatch(Services.Replica::overflow);
        rescale(service, s -> s.desiring(2));
        keepFor(Duration.ofMinutes(1));
        assertThat(running(service)).isEmpty();

        Instant end = block.billableUntil();
        world.liveTo(end.minus(Reserved.LEAD));
        keepFor(Duration.ofMinutes(2));
        assertThat(world.reservations.get(ada.caller(), block.id()).state().text())
                .isEqualTo("active");
        assertThat(running(service)).hasSize(2).noneMatch(Services.Replica::overflow);
        keepFor(Duration.ofMinutes(10));
        assertThat(running(service)).hasSize(2);
        // The block stays what it was bought as, and counts for no ceiling.
        assertThat(world.count(
                        "select count(*) from billing.reading where claim_id = ? and workload <> 'training'",
                        block.id().value()))
                .isZero();
    }

    @Test
    void a_reservation_that_cannot_serve_is_refused_with_the_reason() {
        World.Customer bob = world.customer("bob");
        Reservation foreign = world.book(bob, SLICE, "milan", World.hours(1, 3));
        Reservation other = world.book(ada, Shape.cards(A100, 1), "milan", World.hours(1, 3));
        Reservation far = world.book(ada, SLICE, "paris", World.hours(1, 3));
        for (Reservation one : List.of(foreign, other, far)) {
            assertThat(refusal(create(SLICE, resting(one, 2))).code()).isEqualTo("invalid_reservation");
        }
        Service service = create(SLICE, scale(0, Tier.ON_DEMAND, 0, 2, 0, null)).orThrow();
        assertThat(refusal(world.services.rescale(ada.caller(), service.id(), 1, s -> resting(far, 2)))
                        .code())
                .isEqualTo("invalid_reservation");
    }

    @Test
    void what_is_over_is_noted_and_counts_for_its_month_alone() {
        Service service = made(scale(0, Tier.ON_DEMAND, 0, 2, 1, null));
        keepFor(Duration.ofMinutes(58));
        rescale(service, s -> s.desiring(0));
        keepFor(Duration.ofMinutes(3));
        Money spent = world.services.spend(ada.caller(), service.id()).spent();
        assertThat(spent.minor()).isBetween(36L, 39L);
        assertThat(world.count("select count(*) from inventory.service_replica where over_at is null"))
                .isZero();
        rescale(service, s -> s.desiring(1));
        keepFor(Duration.ofMinutes(1));
        assertThat(world.count("select count(*) from inventory.service_replica where over_at is null"))
                .isEqualTo(1);
        assertThat(world.services.spend(ada.caller(), service.id()).spent().minor())
                .isGreaterThanOrEqualTo(spent.minor());
        world.services.end(ada.caller(), service.id(), now(service).version()).orThrow();
        world.liveTo(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(world.services.spend(ada.caller(), service.id()).spent().isZero())
                .isTrue();
    }

    @Test
    void what_cannot_be_started_is_said_and_tried_again() {
        Service service = create(Shape.cards(A100, 1), scale(1, Tier.ON_DEMAND, 1, 4, 3, null))
                .orThrow();
        keepFor(Duration.ofMinutes(2));
        assertThat(running(service)).hasSize(2);
        assertThat(now(service).limited()).isEqualTo("capacity_exhausted");
        rescale(service, s -> s.desiring(2));
        keepFor(Duration.ofMinutes(1));
        assertThat(now(service).limited()).isNull();
    }

    @Test
    void replicas_that_keep_failing_are_not_started_for_ever() {
        Service service = create(SLICE, scale(1, Tier.ON_DEMAND, 1, 1, 1, null)).orThrow();
        for (int i = 0; i < 20; i++) {
            world.engine.next(new ScriptedEngine.Outcome(null, Duration.ofSeconds(5), false));
        }
        keepFor(Duration.ofMinutes(9));
        assertThat(world.engine.started()).hasSize(3);
        assertThat(now(service).limited()).isEqualTo("replicas_failing");
    }

    @Test
    void utilisation_sets_how_many_are_desired_within_the_limits() {
        Scale aimed = new Scale(1, Tier.ON_DEMAND, 1, 6, 4, 25, null);
        Service service = made(aimed);
        assertThat(running(service)).hasSize(4);
        // The devices of the engine are half busy: twice as many are needed, and six are the most.
        for (int i = 0; i < 6; i++) {
            keepFor(Duration.ofMinutes(1));
            world.life.sample(world.job);
        }
        keepFor(Duration.ofMinutes(1));
        assertThat(now(service).scale().desired()).isEqualTo(6);
        assertThat(running(service)).hasSize(6);
    }

    @Test
    void a_scale_that_makes_no_sense_is_refused_and_so_is_a_stale_change() {
        Stream.of(
                        scale(2, Tier.ON_DEMAND, 1, 3, 2, null),
                        scale(0, Tier.ON_DEMAND, 2, 1, 1, null),
                        scale(0, Tier.ON_DEMAND, 0, 65, 1, null),
                        scale(0, Tier.ON_DEMAND, 0, 3, 4, null))
                .forEach(scale ->
                        assertThat(refusal(create(SLICE, scale)).code()).isEqualTo("invalid_scale"));
        Service service = create(SLICE, scale(0, Tier.ON_DEMAND, 0, 2, 0, null)).orThrow();
        assertThat(refusal(world.services.rescale(ada.caller(), service.id(), 7, s -> s))
                        .code())
                .isEqualTo("stale");
        World.Customer bob = world.customer("bob");
        Assertions.assertThatThrownBy(() -> world.services.get(bob.caller(), service.id()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("not_found");
        assertThat(refusal(world.services.end(bob.caller(), new ServiceId(new UUID(1, 1)), 1))
                        .code())
                .isEqualTo("not_found");
    }
}
