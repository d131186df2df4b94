package cloud.tessera.inventory.reservation;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.charging.CreditGrant;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.NewPrice;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Paris has two A100 of 2.00 an hour each, of which the last ten minutes of a window are not charged; the fee is 10 %. */
class ReturnsTest extends InOneWorld {
    private static final Shape ONE = Shape.cards(A100, 1);
    private static final Shape TWO = Shape.cards(A100, 2);

    ReturnsTest() {
        super(200);
    }

    @AfterEach
    void every_hour_says_what_is_sold_of_it() {
        assertThat(world.count("""
                select count(*) from inventory.returned_hour h where sold <> (select coalesce(sum(quantity), 0)
                  from inventory.resale r where (r.return_id, r.hour_at) = (h.return_id, h.hour_at))""")).isZero();
    }

    private Instant hour(int at) {
        return start.plus(Duration.ofHours(at));
    }

    private static Money eur(String amount) {
        return Money.of(amount, "EUR");
    }

    private Return quoted(World.Customer who, Reservation it, @Nullable Instant from, @Nullable Integer quantity) {
        return world.returns
                .quote(who.caller(), it.id(), new AskReturn(from, quantity))
                .orThrow();
    }

    private Return returned(World.Customer who, Reservation it, @Nullable Instant from, @Nullable Integer quantity) {
        Return quote = quoted(who, it, from, quantity);
        return world.returns.accept(who.caller(), it.id(), quote.id()).orThrow();
    }

    private Return now(World.Customer who, Return it) {
        return world.returns.get(who.caller(), it.id());
    }

    private List<Money> resold(World.Customer who) {
        return world.credits.list(who.caller(), who.organization().id()).stream()
                .filter(grant -> grant.kind() == CreditGrant.Kind.RESALE)
                .map(CreditGrant::amount)
                .toList();
    }

    private void passTo(int hour) {
        world.liveTo(hour(hour));
        world.recognise();
        world.resales.settle(world.job);
    }

    private long account(World.Customer who, String account) {
        return world.count(
                "select coalesce(sum(amount_minor), 0) from billing.ledger_entry where organization_id = ? and account = ?",
                who.organization().id().value(),
                account);
    }

    @Test
    void a_quote_says_what_comes_back_and_changes_nothing() {
        Reservation booked = world.book(ada, ONE, "paris", hours(50, 10));
        Return quote = quoted(ada, booked, hour(55), null);
        assertThat(quote.state()).isEqualTo(Return.State.QUOTED);
        assertThat(quote.window()).isEqualTo(hours(55, 5));
        assertThat(quote.terms().worth()).isEqualTo(eur("10.00"));
        assertThat(quote.terms().list()).isEqualTo(eur("10.00"));
        assertThat(quote.terms().most()).isEqualTo(eur("9.00"));
        assertThat(quote.terms().ahead()).as("the other card").isEqualTo(1);
        assertThat(world.reservations.get(ada.caller(), booked.id())).isEqualTo(booked);
        assertThat(world.returns
                        .list(ada.caller(), null, Page.Request.first(10))
                        .items())
                .isEmpty();
        assertThat(refusal(world.returns.accept(bob.caller(), booked.id(), quote.id()))
                        .code())
                .isEqualTo("not_found");
        world.clock.moveTo(start.plus(Duration.ofMinutes(15)));
        assertThat(refusal(world.returns.accept(ada.caller(), booked.id(), quote.id()))
                        .code())
                .isEqualTo("return_expired");
    }

    @Test
    void returned_hours_are_sold_after_the_operators_own_and_credited_when_they_have_run() {
        Reservation booked = world.book(ada, ONE, "paris", hours(50, 10));
        Return back = returned(ada, booked, hour(55), null);
        assertThat(world.reservations.get(ada.caller(), booked.id()).window()).isEqualTo(hours(50, 5));
        assertThat(account(ada, "deferred_revenue")).isEqualTo(-1967);
        world.book(bob, ONE, "paris", hours(55, 5));
        assertThat(now(ada, back).soldHours())
                .as("the operator's own card first")
                .isZero();
        world.book(cleo, ONE, "paris", hours(55, 5));
        assertThat(now(ada, back).soldHours()).isEqualTo(5);

        passTo(59);
        assertThat(resold(ada)).as("until then its buyer may give it up").isEmpty();
        assertThat(account(ada, "revenue:training")).isEqualTo(-967);
        passTo(61);
        // Cleo paid 9.67 for four hours and fifty minutes, which is below the 10.00 that Ada had paid.
        assertThat(resold(ada)).containsExactly(eur("8.70"));
        assertThat(now(ada, back).state()).isEqualTo(Return.State.SETTLED);
        assertThat(now(ada, back).credited()).isEqualTo(eur("8.70"));
        assertThat(account(ada, "deferred_revenue")).isZero();
        assertThat(account(ada, "revenue:training")).isEqualTo(-1967 + 870);
        assertThat(world.resales.settle(world.job)).isZero();
        assertThat(resold(ada)).hasSize(1);
    }

    @Test
    void nothing_is_paid_for_hours_that_nobody_bought() {
        Reservation booked = world.book(ada, ONE, "paris", hours(50, 10));
        Return back = returned(ada, booked, hour(58), null);
        passTo(59);
        assertThat(account(ada, "deferred_revenue")).isEqualTo(-200);
        passTo(60);
        assertThat(account(ada, "deferred_revenue")).isZero();
        assertThat(account(ada, "revenue:training")).isEqualTo(-1967);
        assertThat(now(ada, back).state()).isEqualTo(Return.State.SETTLED);
        assertThat(resold(ada)).isEmpty();
    }

    @Test
    void the_oldest_return_is_sold_first_and_a_buyer_that_gives_up_puts_the_youngest_back() {
        Return first = returned(ada, world.book(ada, ONE, "paris", hours(50, 10)), hour(52), null);
        Return second = returned(bob, world.book(bob, ONE, "paris", hours(50, 10)), hour(54), null);
        world.book(bob, ONE, "paris", hours(57, 1));
        assertThat(now(ada, first).soldHours()).isEqualTo(1);
        assertThat(now(bob, second).soldHours()).isZero();
        Reservation bought = world.book(cleo, TWO, "paris", hours(54, 3));
        assertThat(now(ada, first).soldHours()).isEqualTo(4);
        assertThat(now(bob, second).soldHours()).isEqualTo(3);
        Amendment less = world.amendments
                .offer(cleo.caller(), bought.id(), new Amend(null, null, 1, null))
                .orThrow();
        world.amendments.apply(cleo.caller(), bought.id(), less.id()).orThrow();
        assertThat(now(ada, first).soldHours()).isEqualTo(4);
        assertThat(now(bob, second).soldHours()).isZero();
        world.reservations.cancel(cleo.caller(), bought.id(), null).orThrow();
        assertThat(now(ada, first).soldHours()).isEqualTo(1);
    }

    @Test
    void more_than_was_paid_never_comes_back() {
        Reservation booked = world.book(ada, TWO, "milan", hours(100, 10));
        returned(ada, booked, null, 1);
        List<NewPrice> dearer = List.of(new NewPrice(
                ONE.sku(), Workload.TRAINING, "milan", World.EUR, hour(1), null, new BigDecimal("5.00"), "example"));
        world.prices.load(world.operator, dearer).orThrow();
        Reservation bought = world.book(bob, ONE, "milan", hours(100, 10));
        assertThat(bought.price()).isEqualTo(eur("49.17"));
        passTo(111);
        assertThat(resold(ada)).as("19.66 less a tenth").containsExactly(eur("17.69"));
    }

    @Test
    void what_is_returned_as_a_whole_is_cancelled_and_comes_back_when_it_is_withdrawn() {
        Reservation booked = world.book(ada, TWO, "paris", hours(50, 10));
        Return back = returned(ada, booked, null, null);
        assertThat(back.whole()).isTrue();
        assertThat(world.reservations.get(ada.caller(), booked.id()).state())
                .isInstanceOf(ReservationState.Cancelled.class);
        Return withdrawn = world.returns.withdraw(ada.caller(), back.id()).orThrow();
        assertThat(withdrawn.state()).isEqualTo(Return.State.WITHDRAWN);
        Reservation again = world.reservations.get(ada.caller(), booked.id());
        assertThat(again.state()).isInstanceOf(ReservationState.Scheduled.class);
        assertThat(again.window()).isEqualTo(booked.window());
        assertThat(world.reservations.placement(ada.caller(), booked.id())).hasSize(2);
        assertThat(refusal(world.hold(bob, ONE, "paris", hours(52, 1))).code()).isEqualTo("capacity_exhausted");
        assertThat(refusal(world.returns.withdraw(ada.caller(), back.id())).code())
                .isEqualTo("wrong_state");
        passTo(61);
        assertThat(account(ada, "revenue:training")).isEqualTo(-booked.price().minor());
        assertThat(account(ada, "deferred_revenue")).isZero();
    }

    @Test
    void what_was_sold_or_has_lost_its_place_cannot_be_withdrawn() {
        Reservation booked = world.book(ada, TWO, "paris", hours(50, 10));
        Return back = returned(ada, booked, hour(55), null);
        Reservation bought = world.book(bob, ONE, "paris", hours(57, 1));
        assertThat(refusal(world.returns.withdraw(ada.caller(), back.id())).code())
                .isEqualTo("return_sold");
        world.reservations.cancel(bob.caller(), bought.id(), null).orThrow();
        // Held and not bought: nobody is credited for it, and the place is not free.
        Reservation held = world.hold(bob, ONE, "paris", hours(57, 1)).orThrow();
        assertThat(refusal(world.returns.withdraw(ada.caller(), back.id())).code())
                .isEqualTo("capacity_exhausted");
        world.reservations.cancel(bob.caller(), held.id(), null).orThrow();
        world.liveTo(hour(52));
        world.returns.withdraw(ada.caller(), back.id()).orThrow();
        assertThat(world.reservations.get(ada.caller(), booked.id()).window()).isEqualTo(hours(50, 10));
        passTo(61);
        assertThat(account(ada, "revenue:training")).isEqualTo(-booked.price().minor());
    }

    @Test
    void what_runs_returns_from_the_next_hour_on_that_leaves_room_for_the_turnaround() {
        Reservation booked = world.book(ada, ONE, "paris", hours(1, 10));
        world.liveTo(hour(3).plus(Duration.ofMinutes(55)));
        Return quote = quoted(ada, booked, null, null);
        assertThat(quote.window()).isEqualTo(hours(5, 6));
        Return back =
                world.returns.accept(ada.caller(), booked.id(), quote.id()).orThrow();
        Reservation shorter = world.reservations.get(ada.caller(), booked.id());
        assertThat(shorter.billableUntil()).isEqualTo(hour(5).minus(booked.turnaround()));
        assertThat(back.terms().worth()).isEqualTo(eur("12.00"));
        passTo(6);
        assertThat(world.reservations.get(ada.caller(), booked.id()).state())
                .isInstanceOf(ReservationState.Completed.class);
        assertThat(refusal(world.returns.withdraw(ada.caller(), back.id())).code())
                .isEqualTo("return_sold");
    }

    @Test
    void what_makes_no_sense_is_refused_with_its_field() {
        Reservation booked = world.book(ada, TWO, "paris", hours(50, 10));
        assertThat(code(booked, new AskReturn(hour(55).plusSeconds(1), null))).isEqualTo("invalid_window");
        assertThat(code(booked, new AskReturn(hour(60), null))).isEqualTo("invalid_window");
        assertThat(code(booked, new AskReturn(hour(49), null))).isEqualTo("invalid_window");
        assertThat(code(booked, new AskReturn(null, 0))).isEqualTo("invalid_quantity");
        assertThat(code(booked, new AskReturn(null, 3))).isEqualTo("invalid_quantity");
        assertThat(code(booked, new AskReturn(hour(55), 1))).isEqualTo("invalid_quantity");
        Reservation held = world.hold(bob, ONE, "milan", hours(50, 10)).orThrow();
        assertThat(refusal(world.returns.quote(bob.caller(), held.id(), new AskReturn(null, null)))
                        .code())
                .isEqualTo("wrong_state");
        Return stale = quoted(ada, booked, hour(55), null);
        returned(ada, booked, hour(56), null);
        assertThat(refusal(world.returns.accept(ada.caller(), booked.id(), stale.id()))
                        .code())
                .isEqualTo("return_stale");
    }

    private String code(Reservation it, AskReturn wish) {
        return refusal(world.returns.quote(ada.caller(), it.id(), wish)).code();
    }

    @Test
    void the_same_key_returns_once() {
        Reservation booked = world.book(ada, ONE, "paris", hours(50, 10));
        Return quote = quoted(ada, booked, hour(55), null);
        for (int again = 0; again < 2; again++) {
            assertThat(world.returns
                            .accept(ada.with("return"), booked.id(), quote.id())
                            .orThrow()
                            .state())
                    .isEqualTo(Return.State.OPEN);
        }
        assertThat(refusal(world.returns.accept(ada.caller(), booked.id(), quote.id()))
                        .code())
                .isEqualTo("return_accepted");
        assertThat(world.count(
                        "select count(*) from inventory.returned_hour where return_id = ?",
                        quote.id().value()))
                .isEqualTo(5);
    }

    @Test
    void buyers_at_once_are_sold_what_is_the_operators_own_first_and_never_more_than_was_returned() throws Exception {
        Shape slices = Shape.partitions(A100, World.SLICE, 3);
        Shape slice = Shape.partitions(A100, World.SLICE, 1);
        world.book(bob, ONE, "paris", hours(50, 10));
        Return back = returned(ada, world.book(ada, slices, "paris", hours(50, 10)), null, null);
        // Seven slices of one card are free now: four of the operator's own, and three that were returned.
        List<Reservation> held = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            held.add(world.hold(cleo, slice, "paris", hours(55, 1)).orThrow());
        }
        world.reservations.cancel(cleo.caller(), held.removeLast().id(), null).orThrow();
        try (World replica = world.replica();
                var threads = Executors.newFixedThreadPool(6)) {
            replica.calendar.search(replica.job);
            List<Callable<Outcome<Reservation>>> calls = new ArrayList<>();
            for (int i = 0; i < held.size(); i++) {
                World here = i % 2 == 0 ? world : replica;
                var id = held.get(i).id();
                calls.add(() -> here.reservations.confirm(cleo.caller(), id));
            }
            for (var each : threads.invokeAll(calls)) {
                each.get().orThrow();
            }
            assertThat(now(ada, back).soldHours()).isEqualTo(2);
            Reservation last = replica.hold(cleo, slice, "paris", hours(55, 1)).orThrow();
            replica.reservations.confirm(cleo.caller(), last.id()).orThrow();
        }
        assertThat(now(ada, back).soldHours()).isEqualTo(3);
    }

    @Test
    void a_random_life_credits_at_most_what_was_paid_and_leaves_nothing_deferred() {
        var random = new SplittableRandom(7);
        List<World.Customer> people = List.of(ada, bob, world.customer("dan-" + tests, Terms.INVOICED, true));
        List<Reservation> booked = new ArrayList<>();
        for (int step = 0; step < 120; step++) {
            World.Customer who = people.get(random.nextInt(people.size()));
            int first = 2 + random.nextInt(60);
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> {
                    Shape shape = random.nextBoolean() ? ONE : TWO;
                    if (world.hold(who, shape, "paris", hours(first, 1 + random.nextInt(12)))
                            instanceof Outcome.Done<Reservation> held) {
                        booked.add(world.reservations
                                .confirm(who.caller(), held.value().id())
                                .orThrow());
                    }
                }
                case 3 -> any(random, booked).ifPresent(it -> giveBack(random, people, it));
                case 4 ->
                    any(random, booked)
                            .ifPresent(it ->
                                    world.reservations.cancel(owner(people, it).caller(), it.id(), null));
                default -> {
                    for (Return each : world.returns
                            .list(who.caller(), null, Page.Request.first(5))
                            .items()) {
                        world.returns.withdraw(who.caller(), each.id());
                    }
                }
            }
            if (step % 30 == 29) {
                passTo(5 + step / 3);
            }
        }
        passTo(90);
        for (World.Customer who : people) {
            assertThat(account(who, "deferred_revenue")).isZero();
            long back = resold(who).stream().mapToLong(Money::minor).sum();
            assertThat(back).isEqualTo(credited(who)).isLessThanOrEqualTo(worth(who));
        }
        assertThat(people.stream().mapToLong(this::credited).sum())
                .as("some was sold")
                .isPositive();
    }

    private long credited(World.Customer who) {
        return sum("credited_minor", who);
    }

    private long worth(World.Customer who) {
        return sum("worth_minor", who);
    }

    private long sum(String column, World.Customer who) {
        return world.count(
                "select coalesce(sum(" + column + "), 0) from billing.consignment where organization_id = ?",
                who.organization().id().value());
    }

    private static Optional<Reservation> any(SplittableRandom random, List<Reservation> of) {
        return of.isEmpty() ? Optional.empty() : Optional.of(of.get(random.nextInt(of.size())));
    }

    private static World.Customer owner(List<World.Customer> people, Reservation it) {
        return people.stream()
                .filter(who -> who.organization().id().equals(it.organization()))
                .findFirst()
                .orElseThrow();
    }

    private void giveBack(SplittableRandom random, List<World.Customer> people, Reservation it) {
        World.Customer who = owner(people, it);
        Reservation is = world.reservations.get(who.caller(), it.id());
        Instant from = random.nextBoolean()
                ? null
                : is.window().start().plus(Duration.ofHours(random.nextInt((int)
                        is.window().length().toHours())));
        Integer quantity = random.nextBoolean() ? null : 1;
        if (world.returns.quote(who.caller(), it.id(), new AskReturn(from, quantity))
                instanceof Outcome.Done<Return> quote) {
            world.returns.accept(who.caller(), it.id(), quote.value().id()).orThrow();
        }
    }
}
