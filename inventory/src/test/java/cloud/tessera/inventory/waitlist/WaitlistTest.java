package cloud.tessera.inventory.waitlist;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WaitlistTest {
    private static final Shape ALL = Shape.cards(A100, 2);

    private World world;
    private World.Customer owner;
    private int hour = 100;
    private int customers;

    @BeforeAll
    void prepare() {
        world = new World();
        owner = world.customer("holds-all");
    }

    @AfterAll
    void close() {
        assertThat(world.overlaps()).isZero();
        world.close();
    }

    /** A window of ten hours that no other test uses. */
    private TimeWindow window() {
        hour += 48;
        return World.hours(hour, 10);
    }

    private World.Customer somebody() {
        return world.customer("waits-" + ++customers);
    }

    /** The site of Paris full for the window. */
    private Reservation full(TimeWindow window) {
        return world.book(owner, ALL, "paris", window);
    }

    private WaitlistEntry join(World.Customer who, TimeWindow within, Wait.Mode mode, @Nullable Money ceiling) {
        return world.waitlist
                .join(who.caller(), wait(who, within, mode, ceiling))
                .orThrow();
    }

    private static Wait wait(World.Customer who, TimeWindow within, Wait.Mode mode, @Nullable Money ceiling) {
        return new Wait(
                who.project().id(), ALL, List.of("paris"), within, 10, ceiling, mode, "later", ScriptedEngine.IMAGE);
    }

    private WaitlistEntry now(World.Customer who, WaitlistEntry entry) {
        return world.waitlist.get(who.caller(), entry.id());
    }

    private void free(Reservation held) {
        world.reservations.cancel(owner.caller(), held.id(), null).orThrow();
    }

    @Test
    void who_waits_is_booked_and_charged_by_itself_when_capacity_returns() {
        TimeWindow window = window();
        Reservation held = full(window);
        World.Customer ada = somebody();
        WaitlistEntry entry = join(ada, window, Wait.Mode.BOOK, null);
        assertThat(world.waitlistTurns.serve(world.job)).isZero();
        assertThat(now(ada, entry).state()).isEqualTo(WaitlistEntry.State.WAITING);
        free(held);
        assertThat(world.waitlistTurns.serve(world.job)).isOne();
        assertThat(world.waitlistTurns.serve(world.job)).isZero();
        WaitlistEntry booked = now(ada, entry);
        assertThat(booked.state()).isEqualTo(WaitlistEntry.State.BOOKED);
        Reservation made = world.reservations.get(ada.caller(), java.util.Objects.requireNonNull(booked.reservation()));
        assertThat(made.state()).isInstanceOf(ReservationState.Scheduled.class);
        assertThat(made.window()).isEqualTo(window);
        assertThat(world.count(
                        "select amount_minor from billing.block_charge where claim_id = ?",
                        made.id().value()))
                .isEqualTo(made.price().minor());
    }

    @Test
    void payers_take_turns_whoever_came_first() {
        World.Customer greedy = somebody();
        World.Customer modest = somebody();
        TimeWindow first = window();
        TimeWindow second = window();
        Reservation one = full(first);
        Reservation two = full(second);
        WaitlistEntry firstOfGreedy = join(greedy, first, Wait.Mode.BOOK, null);
        WaitlistEntry secondOfGreedy = join(greedy, second, Wait.Mode.BOOK, null);
        WaitlistEntry ofModest = join(modest, second, Wait.Mode.BOOK, null);
        free(one);
        free(two);
        assertThat(world.waitlistTurns.serve(world.job)).isEqualTo(2);
        assertThat(now(greedy, firstOfGreedy).state()).isEqualTo(WaitlistEntry.State.BOOKED);
        assertThat(now(modest, ofModest).state()).as("it is its turn").isEqualTo(WaitlistEntry.State.BOOKED);
        assertThat(now(greedy, secondOfGreedy).state()).isEqualTo(WaitlistEntry.State.WAITING);
        world.waitlist.withdraw(greedy.caller(), secondOfGreedy.id()).orThrow();
    }

    @Test
    void what_a_booking_refuses_keeps_the_entry_with_its_reason() {
        TimeWindow window = window();
        World.Customer ada = somebody();
        ResourceClass training = ResourceClass.everyOther(Workload.TRAINING);
        world.limits
                .set(world.operator, ada.project().id(), training, CardEquivalents.cards(1))
                .orThrow();
        WaitlistEntry entry = join(ada, window, Wait.Mode.BOOK, null);
        assertThat(world.waitlistTurns.serve(world.job)).isZero();
        assertThat(now(ada, entry).reasonCode()).isEqualTo("quota_exceeded");
        assertThat(world.count(
                        "select count(*) from inventory.reservation where organization_id = ?",
                        ada.organization().id().value()))
                .isZero();
        world.limits
                .set(world.operator, ada.project().id(), training, CardEquivalents.cards(2))
                .orThrow();
        assertThat(world.waitlistTurns.serve(world.job)).isOne();
        assertThat(now(ada, entry).reasonCode()).isNull();
    }

    @Test
    void a_price_above_the_ceiling_waits_and_who_wants_to_be_told_is_told() {
        TimeWindow window = window();
        World.Customer ada = somebody();
        WaitlistEntry dear = join(ada, window, Wait.Mode.BOOK, Money.of("39.32", "EUR"));
        WaitlistEntry told = join(ada, window, Wait.Mode.NOTIFY, Money.of("39.33", "EUR"));
        assertThat(world.waitlistTurns.serve(world.job)).isOne();
        assertThat(now(ada, dear).reasonCode()).isEqualTo("price_above_ceiling");
        assertThat(now(ada, told).state()).isEqualTo(WaitlistEntry.State.NOTIFIED);
        assertThat(now(ada, told).foundStart()).isEqualTo(window.start());
        assertThat(now(ada, told).reservation()).isNull();
        assertThat(world.count(
                        "select count(*) from quota.outbox where topic = 'waitlist.notified' and subject = ?",
                        told.id().value()))
                .isOne();
        world.waitlist.withdraw(ada.caller(), dear.id()).orThrow();
    }

    @Test
    void it_ends_when_it_can_no_longer_begin_in_time_or_is_withdrawn() {
        World.Customer ada = somebody();
        TimeWindow soon = new TimeWindow(
                world.clock.instant().plus(Duration.ofHours(1)),
                world.clock.instant().plus(Duration.ofHours(11)));
        full(soon);
        WaitlistEntry entry = join(ada, soon, Wait.Mode.BOOK, null);
        WaitlistEntry other = join(ada, soon, Wait.Mode.BOOK, null);
        world.waitlist.withdraw(ada.caller(), other.id()).orThrow();
        assertThat(refusal(world.waitlist.withdraw(ada.caller(), other.id())).code())
                .isEqualTo("wrong_state");
        world.clock.moveTo(soon.start().plusSeconds(1));
        world.waitlistTurns.serve(world.job);
        assertThat(now(ada, entry).state()).isEqualTo(WaitlistEntry.State.EXPIRED);
        assertThat(now(ada, other).state()).isEqualTo(WaitlistEntry.State.WITHDRAWN);
        world.clock.moveTo(
                world.clock.instant().plus(Duration.ofHours(1)).truncatedTo(java.time.temporal.ChronoUnit.HOURS));
    }

    @Test
    void workers_that_serve_at_once_book_once() throws Exception {
        World.Customer ada = somebody();
        TimeWindow window = window();
        WaitlistEntry entry = join(ada, window, Wait.Mode.BOOK, null);
        try (World replica = world.replica();
                var threads = Executors.newFixedThreadPool(4)) {
            Callable<Integer> here = () -> world.waitlistTurns.serve(world.job);
            Callable<Integer> there = () -> replica.waitlistTurns.serve(replica.job);
            int served = 0;
            for (var each : threads.invokeAll(List.of(here, there, here, there))) {
                served += each.get();
            }
            assertThat(served).isOne();
        }
        assertThat(world.count(
                        "select count(*) from inventory.reservation where organization_id = ?",
                        ada.organization().id().value()))
                .isOne();
        assertThat(now(ada, entry).state()).isEqualTo(WaitlistEntry.State.BOOKED);
    }

    @Test
    void it_belongs_to_its_organization_and_a_key_joins_once() {
        World.Customer ada = somebody();
        TimeWindow window = window();
        full(window);
        Wait wait = wait(ada, window, Wait.Mode.BOOK, null);
        WaitlistEntry entry = world.waitlist.join(ada.with("join"), wait).orThrow();
        assertThat(world.waitlist.join(ada.with("join"), wait).orThrow().id()).isEqualTo(entry.id());
        assertThat(refusal(world.waitlist.withdraw(owner.caller(), entry.id())).code())
                .isEqualTo("not_found");
        assertThat(world.waitlist
                        .list(owner.caller(), true, Page.Request.first(10))
                        .items())
                .isEmpty();
        assertThat(world.waitlist
                        .list(world.operator, true, Page.Request.first(10))
                        .items())
                .extracting(WaitlistEntry::id)
                .contains(entry.id());
        world.waitlist.withdraw(ada.caller(), entry.id()).orThrow();
    }

    @Test
    void a_full_calendar_answers_with_earlier_later_elsewhere_otherwise_and_the_waitlist() {
        TimeWindow window = window();
        full(window);
        Refusal refusal = refusal(world.hold(owner, ALL, "paris", window));
        assertThat(refusal.code()).isEqualTo("capacity_exhausted");
        assertThat(refusal.alternatives())
                .extracting(Refusal.Alternative::kind)
                .contains("earlier", "later", "other_site", "other_shape", "waitlist");
        Map<String, String> earlier = request(refusal, "earlier");
        assertThat(earlier).containsEntry("end", window.start().toString());
        assertThat(request(refusal, "later"))
                .containsEntry("start", window.end().toString());
        assertThat(request(refusal, "other_shape")).containsEntry("model", H100);
        assertThat(request(refusal, "waitlist"))
                .containsEntry("start", window.start().toString())
                .containsEntry("hours", "10");
        assertThat(world.hold(
                        owner,
                        ALL,
                        "paris",
                        new TimeWindow(
                                java.time.Instant.parse(earlier.get("start")),
                                java.time.Instant.parse(earlier.get("end")))))
                .as("what is proposed works")
                .isInstanceOf(Outcome.Done.class);
    }

    private static Map<String, String> request(Refusal refusal, String kind) {
        return refusal.alternatives().stream()
                .filter(alternative -> alternative.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .request();
    }

    @Test
    void a_gang_that_no_fabric_can_hold_is_refused_with_the_largest() {
        Refusal refusal = refusal(world.hold(owner, new Shape(A100, null, 3, true, 0, 0), "paris", window()));
        assertThat(refusal.code()).isEqualTo("gang_too_large");
        assertThat(refusal.field()).isEqualTo("quantity");
        assertThat(refusal.detail()).contains("2 cards");
        assertThat(refusal(world.hold(owner, Shape.cards(A100, 1_000_000), null, window()))
                        .code())
                .isEqualTo("invalid_quantity");
    }

    @Test
    void what_no_site_could_hold_is_refused_for_good_with_the_most_that_is_free_anywhere() {
        TimeWindow window = window();
        world.book(owner, Shape.cards(A100, 1), "milan", window);
        Refusal refusal = refusal(world.hold(owner, Shape.cards(A100, 100_000), null, window));
        assertThat(refusal.code()).isEqualTo("capacity_exhausted");
        assertThat(refusal.retryable()).isFalse();
        assertThat(refusal.alternatives()).extracting(Refusal.Alternative::kind).doesNotContain("waitlist");
        assertThat(request(refusal, "smaller"))
                .as("Milan, which comes first, has one")
                .containsEntry("site", "paris")
                .containsEntry("quantity", "2");
        full(window);
        assertThat(refusal(world.hold(owner, ALL, "paris", window)).retryable()).isTrue();
    }

    @Test
    void what_a_pool_never_leaves_to_training_is_not_waited_for() {
        world.importFleet(World.KEPT_FLEET);
        World.Customer ada = somebody();

        Refusal three = refusal(world.waitlist.join(ada.caller(), kept(ada, 3)));
        assertThat(three.code()).isEqualTo("never_available");
        assertThat(three.detail()).contains("share of their cards for inference");
        assertThat(three.alternatives())
                .extracting(Refusal.Alternative::request)
                .containsExactly(Map.of("quantity", "2"));
        Refusal five = refusal(world.waitlist.join(ada.caller(), kept(ada, 5)));
        assertThat(five.code()).isEqualTo("never_available");
        assertThat(five.detail()).contains("less of it there");
        WaitlistEntry two = world.waitlist.join(ada.caller(), kept(ada, 2)).orThrow();
        world.waitlist.withdraw(ada.caller(), two.id()).orThrow();
    }

    private Wait kept(World.Customer who, int cards) {
        return new Wait(
                who.project().id(),
                Shape.cards(World.A30, cards),
                List.of("lille"),
                window(),
                10,
                null,
                Wait.Mode.NOTIFY,
                "later",
                ScriptedEngine.IMAGE);
    }
}
