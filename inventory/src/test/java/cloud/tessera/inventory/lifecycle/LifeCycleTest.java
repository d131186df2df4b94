package cloud.tessera.inventory.lifecycle;

import static cloud.tessera.inventory.ScriptedEngine.Outcome.failingAfter;
import static cloud.tessera.inventory.ScriptedEngine.Outcome.readyAfter;
import static cloud.tessera.inventory.ScriptedEngine.Outcome.readyAndFailing;
import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.billing.metering.Reading;
import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Task;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
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

    private Reservation now(Reservation reservation) {
        return world.reservations.get(ada.caller(), reservation.id());
    }

    private Allocation now(Allocation allocation) {
        return world.allocations.get(ada.caller(), allocation.id());
    }

    private List<String> states(Reservation reservation) {
        return world.reservations.timeline(ada.caller(), reservation.id()).stream()
                .map(ClaimEvent::state)
                .toList();
    }

    private long seconds(UUID claim) {
        return world.metering.of(ada.caller(), claim).stream()
                .mapToLong(reading -> reading.seconds() * reading.quantity())
                .sum();
    }

    private List<CreditGrant> credits() {
        return world.credits.list(ada.caller(), ada.organization().id());
    }

    @Test
    void a_reservation_lives_from_its_start_to_its_end() {
        Reservation booked = world.book(ada, Shape.cards(H100, 2), "paris", World.hours(2, 3));
        world.liveTo(World.START.plus(Duration.ofHours(2)));
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Provisioning.class);
        assertThat(world.reservations.access(ada.caller(), booked.id())).isEmpty();

        world.liveFor(Duration.ofSeconds(30));
        Reservation active = now(booked);
        assertThat(active.state()).isInstanceOf(ReservationState.Active.class);
        assertThat(active.readyAt())
                .isEqualTo(World.START.plus(Duration.ofHours(2)).plusSeconds(10));
        assertThat(world.reservations.access(ada.caller(), booked.id()))
                .hasValueSatisfying(access -> assertThat(access.token()).isEqualTo("token-1"));
        assertThat(world.reservations.placement(ada.caller(), booked.id())).hasSize(2);
        assertThat(world.life.sample(world.job)).isEqualTo(1);

        world.liveTo(booked.billableUntil().plusSeconds(1));
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Ending.class);
        assertThat(world.engine.runs(booked.id().value())).isFalse();
        assertThat(world.reservations.access(ada.caller(), booked.id())).isEmpty();

        world.liveTo(booked.window().end().plusSeconds(1));
        assertThat(states(booked))
                .containsExactly("held", "scheduled", "provisioning", "active", "ending", "completed");
        // Ten seconds of three hours less the turnaround were not delivered.
        assertThat(now(booked).undelivered()).isEqualTo(Duration.ofSeconds(10));
        long billable = Duration.between(booked.window().start(), booked.billableUntil())
                .toSeconds();
        assertThat(credits()).hasSize(1);
        assertThat(credits().getFirst().amount().minor())
                .isEqualTo(Math.round(booked.price().minor() * 10.0 / billable));
        world.life.meter(world.job);
        assertThat(seconds(booked.id().value())).isEqualTo(2 * (billable - 10));
    }

    @Test
    void an_allocation_is_metered_from_ready_until_its_release_is_asked_for() {
        Allocation started = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        world.liveFor(Duration.ofHours(5));
        assertThat(now(started).state()).isInstanceOf(AllocationState.Active.class);
        Metered first = world.life.meter(world.job);
        assertThat(first.fresh()).isEqualTo(5);
        assertThat(seconds(started.id().value())).isEqualTo(5 * 3600 - 10);

        world.liveFor(Duration.ofSeconds(1234));
        world.allocations.release(ada.caller(), started.id()).orThrow();
        assertThat(world.engine.runs(started.id().value())).isTrue();
        world.liveFor(Duration.ofMinutes(10));
        assertThat(now(started).state()).isInstanceOf(AllocationState.Released.class);
        assertThat(world.engine.runs(started.id().value())).isFalse();
        world.life.meter(world.job);
        assertThat(seconds(started.id().value())).isEqualTo(5 * 3600 - 10 + 1234);
        assertThat(world.count("select count(*) from inventory.occupancy where upper_inf(during)"))
                .isZero();
        assertThat(world.count("select count(*) from inventory.host_use")).isZero();
        assertThat(world.count("select count(*) from billing.commitment")).isZero();

        assertThat(world.life.meter(world.job)).isEqualTo(new Metered(0, 0, 0));
        assertThat(world.life.redeliver(world.operator).fresh()).isZero();
        assertThat(world.life.redeliver(world.operator).duplicate()).isEqualTo(6);
    }

    @Test
    void an_allocation_that_is_released_soon_is_charged_for_a_minute() {
        Allocation started = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        world.liveFor(Duration.ofSeconds(25));
        world.allocations.release(ada.caller(), started.id()).orThrow();
        world.liveFor(Duration.ofMinutes(5));
        world.life.meter(world.job);
        assertThat(seconds(started.id().value())).isEqualTo(60);
        assertThat(world.metering.of(ada.caller(), started.id().value()))
                .extracting(Reading::source)
                .containsExactly("scripted", "minimum");
    }

    /** Ready ten seconds before a whole five minutes, and released so many seconds after it. */
    private Allocation shortlyReady(Consumer<Allocation> meanwhile, int seconds) {
        world.liveTo(World.START.plusSeconds(280));
        Allocation started = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        world.liveTo(World.START.plusSeconds(300));
        assertThat(now(started).readyAt()).isEqualTo(World.START.plusSeconds(290));
        meanwhile.accept(started);
        world.liveTo(World.START.plusSeconds(300 + seconds));
        world.allocations.release(ada.caller(), started.id()).orThrow();
        world.liveFor(Duration.ofMinutes(5));
        world.life.meter(world.job);
        world.life.meter(world.job);
        return started;
    }

    @Test
    void the_minimum_is_charged_where_the_meter_ran_after_the_release_only() {
        Allocation started = shortlyReady(_ -> {}, 20);
        assertThat(seconds(started.id().value())).isEqualTo(60);
    }

    @Test
    void the_minimum_is_charged_where_the_meter_ran_before_the_release_too() {
        Allocation started = shortlyReady(_ -> world.life.meter(world.job), 20);
        assertThat(seconds(started.id().value())).isEqualTo(60);
        assertThat(world.life.redeliver(world.operator).fresh()).isZero();
    }

    @Test
    void the_minimum_is_charged_where_the_release_is_asked_for_as_the_meter_runs() {
        Allocation started = shortlyReady(_ -> world.life.meter(world.job), 0);
        assertThat(seconds(started.id().value())).isEqualTo(60);
    }

    @Test
    void what_a_meter_took_while_the_release_was_being_written_counts_to_the_minimum() {
        Allocation started = shortlyReady(
                it -> {
                    Instant ready = Objects.requireNonNull(now(it).readyAt());
                    world.metering.take(
                            world.job,
                            List.of(new Reading(
                                    it.id().value(),
                                    ready,
                                    0,
                                    it.organization(),
                                    it.project(),
                                    it.shape().sku(),
                                    Workload.INFERENCE,
                                    it.site(),
                                    1,
                                    10,
                                    "scripted")));
                    world.transactions.run(
                            world.job,
                            tx -> tx.sql()
                                    .execute(
                                            "update inventory.workload set metered_until = ?::timestamptz",
                                            tx.now().toString()));
                },
                20);
        assertThat(world.metering.of(ada.caller(), started.id().value()))
                .extracting(Reading::source, Reading::seconds)
                .containsExactly(tuple("scripted", 10), tuple("scripted", 20), tuple("minimum", 30));
    }

    @Test
    void a_run_that_failed_is_not_topped_up_when_its_allocation_is_released_later() {
        world.engine.next(
                readyAndFailing(Duration.ofSeconds(10), Duration.ofSeconds(30)), failingAfter(Duration.ofHours(1)));
        Allocation started = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        world.liveFor(Duration.ofSeconds(100));
        world.allocations.release(ada.caller(), started.id()).orThrow();
        world.liveFor(Duration.ofMinutes(5));
        world.life.meter(world.job);
        assertThat(seconds(started.id().value())).isEqualTo(20);
    }

    @Test
    void what_was_never_ready_is_not_charged() {
        Allocation started = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        world.liveFor(Duration.ofSeconds(5));
        world.allocations.release(ada.caller(), started.id()).orThrow();
        world.liveFor(Duration.ofMinutes(5));
        world.life.meter(world.job);
        assertThat(now(started).state()).isInstanceOf(AllocationState.Released.class);
        assertThat(seconds(started.id().value())).isZero();
    }

    @Test
    void a_start_that_fails_is_tried_again_on_other_devices() {
        world.engine.next(failingAfter(Duration.ofSeconds(20)), readyAfter(Duration.ofSeconds(10)));
        Reservation booked = world.book(ada, Shape.cards(H100, 1), "paris", World.hours(1, 2));
        world.liveTo(World.START.plus(Duration.ofMinutes(70)));
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Active.class);
        List<Task> tasks = world.engine.started();
        assertThat(tasks).extracting(Task::attempt).containsExactly(1, 2);
        assertThat(devices(tasks.get(0))).doesNotContainAnyElementsOf(devices(tasks.get(1)));
        assertThat(world.overlaps()).isZero();
        world.liveTo(booked.window().end().plusSeconds(1));
        assertThat(now(booked).undelivered()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_run_that_failed_is_stopped_before_the_next_one_starts() {
        world.engine.next(
                readyAndFailing(Duration.ofSeconds(10), Duration.ofSeconds(1000)), readyAfter(Duration.ofSeconds(10)));
        Reservation booked = world.book(ada, Shape.cards(H100, 1), "paris", World.hours(1, 2));
        world.liveTo(World.START.plus(Duration.ofMinutes(80)));
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Active.class);
        assertThat(world.engine.running(booked.id().value())).containsExactly(2);
        assertThat(world.count("select count(*) from inventory.workload where stopped_at is null"))
                .isEqualTo(1);
    }

    @Test
    void what_could_not_be_stopped_when_it_failed_is_stopped_later() {
        world.engine.next(new ScriptedEngine.Outcome(Duration.ofSeconds(10), Duration.ofSeconds(1000), false));
        Allocation started = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        world.engine.stops(false);
        world.liveFor(Duration.ofSeconds(1100));
        assertThat(now(started).state()).isInstanceOf(AllocationState.Failed.class);
        assertThat(world.engine.runs(started.id().value())).isTrue();
        world.engine.stops(true);
        // Nothing is due any more, as after a crash.
        world.life.tick(world.job);
        assertThat(world.engine.runs(started.id().value())).isFalse();
    }

    @Test
    void a_worker_that_is_late_with_a_failure_leaves_the_next_attempt_alone() {
        world.engine.next(
                readyAndFailing(Duration.ofSeconds(10), Duration.ofSeconds(1000)), readyAfter(Duration.ofSeconds(10)));
        Allocation started = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        Reservation booked = world.book(ada, Shape.cards(H100, 1), "paris", World.hours(1, 2));
        world.liveFor(Duration.ofSeconds(900));
        try (World other = world.replica()) {
            late(other, World.START.plusSeconds(1000));
            assertThat(now(started).state()).isInstanceOf(AllocationState.Active.class);
            assertThat(world.engine.running(started.id().value())).containsExactly(2);

            world.engine.next(
                    readyAndFailing(Duration.ofSeconds(10), Duration.ofSeconds(1000)),
                    readyAfter(Duration.ofSeconds(10)));
            world.liveTo(booked.window().start().plusSeconds(900));
            late(other, booked.window().start().plusSeconds(1000));
            assertThat(now(booked).state()).isInstanceOf(ReservationState.Active.class);
            assertThat(world.engine.running(booked.id().value())).containsExactly(2);
            assertThat(now(booked).undelivered()).isEqualTo(Duration.ofSeconds(20));
        }
        assertThat(world.engine.started()).hasSize(4);
    }

    /** One worker sees a failure, and before it has written what it makes of that, the other has made all well again. */
    private void late(World other, Instant failure) {
        world.clock.moveTo(failure);
        world.engine.meanwhile(() -> {
            other.life.tick(other.job);
            world.clock.moveTo(world.clock.instant().plusSeconds(20));
            other.life.tick(other.job);
        });
        world.life.tick(world.job);
    }

    private static List<Integer> devices(Task task) {
        return task.devices().stream().map(Granted::device).toList();
    }

    @Test
    void what_fails_three_times_has_failed_and_is_credited() {
        world.engine.next(
                failingAfter(Duration.ofSeconds(20)),
                failingAfter(Duration.ofSeconds(20)),
                failingAfter(Duration.ofSeconds(20)));
        Reservation booked = world.book(ada, Shape.cards(H100, 1), "paris", World.hours(1, 2));
        world.liveTo(World.START.plus(Duration.ofMinutes(70)));
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Failed.class);
        assertThat(credits()).extracting(CreditGrant::amount).containsExactly(booked.price());
        assertThat(world.count(
                        "select count(*) from inventory.occupancy where upper(during) > ?::timestamptz",
                        world.clock.instant().toString()))
                .isZero();
    }

    @Test
    void an_allocation_that_breaks_is_started_again_and_the_time_between_is_free() {
        world.engine.next(
                readyAndFailing(Duration.ofSeconds(10), Duration.ofSeconds(1000)), readyAfter(Duration.ofSeconds(100)));
        Allocation started = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        world.liveFor(Duration.ofSeconds(3600));
        assertThat(now(started).state()).isInstanceOf(AllocationState.Active.class);
        world.life.meter(world.job);
        assertThat(seconds(started.id().value())).isEqualTo(3600 - 10 - 100);
    }

    @Test
    void a_link_that_is_cut_changes_when_readings_come_and_not_what_they_say() {
        Allocation linked = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        Allocation cut = world.start(ada, Shape.cards(A100, 1), "milan").orThrow();
        world.liveFor(Duration.ofHours(1));
        world.life.meter(world.job);
        world.fleet.cutLink(world.operator, "milan").orThrow();
        world.liveFor(Duration.ofHours(30));
        assertThat(world.life.meter(world.job).waiting()).isEqualTo(1);

        world.allocations.release(ada.caller(), linked.id()).orThrow();
        world.allocations.release(ada.caller(), cut.id()).orThrow();
        world.liveFor(Duration.ofHours(20));
        assertThat(now(linked).state()).isInstanceOf(AllocationState.Released.class);
        assertThat(now(cut).state()).isInstanceOf(AllocationState.Releasing.class);
        assertThat(world.engine.runs(cut.id().value())).isTrue();

        world.fleet.restoreLink(world.operator, "milan").orThrow();
        world.life.tick(world.job);
        assertThat(now(cut).state()).isInstanceOf(AllocationState.Released.class);
        assertThat(world.life.meter(world.job).waiting()).isZero();
        assertThat(seconds(cut.id().value())).isEqualTo(seconds(linked.id().value()));
        assertThat(seconds(cut.id().value())).isEqualTo(31 * 3600 - 10);
    }

    @Test
    void a_host_that_fails_is_healed_on_spare_cards() {
        Reservation active = world.book(ada, Shape.cards(H100, 2), "paris", World.hours(1, 10));
        Reservation later = world.book(ada, Shape.cards(H100, 2), "paris", World.hours(20, 10));
        Allocation inference = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        world.liveTo(World.START.plus(Duration.ofHours(3)));
        int host = hostOf(active.id().value());
        assertThat(hostOf(later.id().value())).isEqualTo(host);

        HostFailure failure = world.life.failHost(world.operator, host).orThrow();
        assertThat(failure).isEqualTo(new HostFailure(2, 1, 0, 1, 0, 0, false));
        assertThat(now(active).state()).isInstanceOf(ReservationState.Provisioning.class);
        world.liveFor(Duration.ofMinutes(1));
        assertThat(now(active).state()).isInstanceOf(ReservationState.Active.class);
        assertThat(hostOf(active.id().value())).isNotEqualTo(host);
        assertThat(hostOf(later.id().value())).isNotEqualTo(host);
        assertThat(now(inference).state()).isInstanceOf(AllocationState.Active.class);
        assertThat(world.overlaps()).isZero();
        world.liveTo(active.window().end().plusSeconds(1));
        assertThat(now(active).undelivered()).isEqualTo(Duration.ofSeconds(20));
        assertThat(now(active).degraded()).isFalse();
    }

    private int hostOf(UUID claim) {
        return (int) world.count("""
                select max(d.host) from inventory.occupancy o join inventory.device d on d.id = o.device_id
                where o.claim_id = ? and (upper_inf(o.during) or upper(o.during) > ?::timestamptz)""", claim, world.clock.instant().toString());
    }

    @Test
    void without_spare_cards_a_reservation_goes_on_degraded_and_the_rest_is_credited() {
        Reservation booked = world.book(ada, Shape.cards(H100, 4), "paris", World.hours(1, 11));
        world.liveTo(World.START.plus(Duration.ofHours(2)));
        HostFailure failure =
                world.life.failHost(world.operator, hostOf(booked.id().value())).orThrow();
        assertThat(failure.degraded()).isEqualTo(1);
        world.liveFor(Duration.ofMinutes(1));
        assertThat(now(booked).degraded()).isTrue();
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Active.class);
        world.liveTo(booked.window().end().plusSeconds(1));
        // All of it for the two starts of ten seconds, and two cards of four from then on.
        Instant half = World.START.plus(Duration.ofHours(2)).plusSeconds(10);
        long lost = 20 + Duration.between(half, booked.billableUntil()).toSeconds() / 2;
        assertThat(now(booked).undelivered()).isEqualTo(Duration.ofSeconds(lost));
        assertThat(credits()).hasSize(1);
        world.life.meter(world.job);
        long billable = Duration.between(booked.window().start(), booked.billableUntil())
                .toSeconds();
        assertThat(seconds(booked.id().value())).isEqualTo(4 * billable - 4 * lost);
    }

    @Test
    void a_block_that_fails_at_its_very_start_is_given_back_once() {
        World.Customer prepaid = world.customer("prepaid", Terms.PREPAID, true);
        world.pay(prepaid, "100.00");
        Reservation booked = world.book(prepaid, Shape.cards(World.L40S, 2), "paris", World.hours(1, 5));
        world.clock.moveTo(booked.window().start());
        HostFailure failure =
                world.life.failHost(world.operator, hostOf(booked.id().value())).orThrow();
        assertThat(failure.failed()).isEqualTo(1);
        assertThat(world.credits.balance(
                        prepaid.caller(), prepaid.organization().id()))
                .isEqualTo(Money.of("100.00", "EUR"));
    }

    @Test
    void what_healed_onto_a_part_of_what_it_had_degrades_without_its_past_growing() {
        world.importFleet(World.SMALL_FLEET.replace("count: 2, pool: paris-pool", "count: 3, pool: paris-pool"));
        world.calendar.catchUp(world.job);
        Reservation booked = world.book(ada, Shape.cards(H100, 3), "paris", World.hours(1, 10));
        world.liveTo(World.START.plus(Duration.ofHours(2)));
        // It has both cards of the first host and one of the second, and goes on with that and two others.
        int second = hostOf(booked.id().value());
        int first = (int) world.count("select min(host) from inventory.device where model = ?", H100);
        assertThat(world.life.failHost(world.operator, first).orThrow().healed())
                .isEqualTo(1);
        world.liveFor(Duration.ofMinutes(10));

        assertThat(world.life.failHost(world.operator, second).orThrow().degraded())
                .isEqualTo(1);
        world.liveFor(Duration.ofMinutes(10));
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Active.class);
        assertThat(now(booked).degraded()).isTrue();
        assertThat(world.overlaps()).isZero();
    }

    @Test
    void a_claim_that_cannot_be_healed_does_not_keep_others_from_it() {
        Reservation broken = world.book(ada, Shape.partitions(H100, "1g.10gb", 1), "paris", World.hours(1, 10));
        Reservation sound = world.book(ada, Shape.partitions(H100, "1g.10gb", 1), "paris", World.hours(1, 10));
        world.liveTo(World.START.plus(Duration.ofHours(2)));
        int host = hostOf(broken.id().value());
        assertThat(hostOf(sound.id().value())).isEqualTo(host);
        world.transactions.run(
                world.job,
                tx -> tx.sql()
                        .execute(
                                "update inventory.reservation set profile = 'no-such' where id = ?",
                                broken.id().value()));

        HostFailure failure = world.life.failHost(world.operator, host).orThrow();
        assertThat(failure.healed()).isEqualTo(1);
        assertThat(hostOf(sound.id().value())).isNotEqualTo(host);
    }

    @Test
    void an_allocation_without_another_place_fails_with_its_host_and_is_charged_no_further() {
        Allocation started = world.start(ada, Shape.cards(A100, 2), "milan").orThrow();
        world.liveFor(Duration.ofHours(1));
        HostFailure failure = world.life
                .failHost(world.operator, hostOf(started.id().value()))
                .orThrow();
        assertThat(failure.failed()).isEqualTo(1);
        assertThat(now(started).state()).isInstanceOf(AllocationState.Failed.class);
        world.liveFor(Duration.ofHours(1));
        world.life.meter(world.job);
        assertThat(seconds(started.id().value())).isEqualTo(2 * (3600 - 10));
        assertThat(World.refusal(world.start(ada, Shape.cards(A100, 1), "milan"))
                        .code())
                .isEqualTo("capacity_exhausted");
        world.life.repairHost(world.operator, 2).orThrow();
        world.start(ada, Shape.cards(A100, 1), "milan").orThrow();
    }

    @Test
    void a_platform_that_was_down_for_the_whole_window_credits_all_of_it() {
        Reservation booked = world.book(ada, Shape.cards(H100, 1), "paris", World.hours(1, 2));
        world.clock.moveTo(booked.window().end().plusSeconds(5));
        world.life.tick(world.job);
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Failed.class);
        assertThat(credits()).extracting(CreditGrant::amount).containsExactly(booked.price());
    }

    @Test
    void steps_of_several_payers_lock_them_in_the_order_of_their_ids() throws Exception {
        World.Customer zoe = world.customer("zoe");
        assertThat(ada.organization().payer().value())
                .isLessThan(zoe.organization().payer().value());
        // The older claim is the later payer's, so that in the order of claims its payer would come first.
        world.book(zoe, Shape.cards(H100, 1), "paris", World.hours(1, 2));
        Reservation last = world.book(ada, Shape.cards(H100, 1), "paris", World.hours(1, 2));
        world.clock.moveTo(last.window().end().plusSeconds(5));
        Thread worker = world.transactions.run(world.job, tx -> {
            world.exposure.lock(tx, ada.organization());
            Thread started = Thread.ofVirtual().start(() -> world.life.tick(world.job));
            await().pollInSameThread()
                    .until(() -> tx.sql()
                                    .fetchSingle("select count(*) from pg_locks"
                                            + " where not granted and pg_backend_pid() = any (pg_blocking_pids(pid))")
                                    .get(0, Long.class)
                            > 0);
            tx.sql()
                    .fetchSingle(
                            "select 1 from billing.exposure_limit where payer_id = ? for no key update nowait",
                            zoe.organization().payer().value());
            return started;
        });
        worker.join();
        assertThat(world.count("select count(*) from billing.credit_grant")).isEqualTo(2);
    }

    @Test
    void an_engine_that_is_out_of_reach_is_asked_again_and_one_that_forgot_starts_anew() {
        Allocation started = world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        world.engine.reachable(false);
        world.liveFor(Duration.ofMinutes(1));
        assertThat(now(started).state()).isInstanceOf(AllocationState.Provisioning.class);
        world.engine.reachable(true);
        world.liveFor(Duration.ofMinutes(1));
        assertThat(now(started).state()).isInstanceOf(AllocationState.Active.class);

        world.engine.crash();
        assertThat(world.life.reconcile(world.job)).isEqualTo(1);
        world.liveFor(Duration.ofMinutes(1));
        assertThat(now(started).state()).isInstanceOf(AllocationState.Active.class);
        assertThat(world.engine.started()).extracting(Task::attempt).containsExactly(1, 2);
    }

    @Test
    void two_workers_take_each_step_once() throws Exception {
        try (World other = world.replica()) {
            for (int i = 0; i < 8; i++) {
                world.book(ada, Shape.thousandths(World.L40S, 200), "paris", World.hours(1, 2));
            }
            world.clock.moveTo(World.START.plus(Duration.ofHours(1)));
            Thread second = Thread.ofVirtual().start(() -> other.life.tick(other.job));
            world.life.tick(world.job);
            second.join();
            assertThat(world.engine.started()).hasSize(8);
            world.clock.moveTo(world.clock.instant().plusSeconds(20));
            second = Thread.ofVirtual().start(() -> other.life.tick(other.job));
            world.life.tick(world.job);
            second.join();
            assertThat(world.count("select count(*) from inventory.claim_event where state = 'active'"))
                    .isEqualTo(8);
        }
    }

    @Test
    void samples_are_forgotten_after_ninety_days() {
        world.start(ada, Shape.cards(A100, 1), "paris").orThrow();
        world.liveFor(Duration.ofMinutes(1));
        assertThat(world.life.sample(world.job)).isEqualTo(1);
        Instant sampled = world.clock.instant();
        world.clock.moveTo(sampled.plus(LifeCycle.SAMPLES_KEPT));
        assertThat(world.life.sample(world.job)).isEqualTo(1);
        assertThat(world.life.forgetSamples(world.job)).isZero();
        world.clock.moveTo(world.clock.instant().plusSeconds(1));
        assertThat(world.life.forgetSamples(world.job)).isEqualTo(1);
        assertThat(world.count("select count(*) from inventory.utilisation")).isEqualTo(1);
    }

    @Test
    void a_block_is_charged_once() {
        Reservation booked = world.book(ada, Shape.cards(H100, 1), "paris", World.hours(1, 2));
        assertThat(World.refusal(world.reservations.confirm(ada.caller(), booked.id()))
                        .code())
                .isEqualTo("wrong_state");
        assertThat(world.count("select count(*) from billing.block_charge")).isEqualTo(1);
    }
}
