package cloud.tessera.inventory.reservation;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Cards have a turnaround of ten minutes here; an A100 costs 2.00 an hour, an H100 4.00.
 */
class AmendmentsTest extends InOneWorld {
    AmendmentsTest() {
        super(320);
    }

    private long blocks(String what, World.Customer of) {
        return world.count(
                "select " + what + " from billing.block_charge where organization_id = ?",
                of.organization().id().value());
    }

    private Outcome<Amendment> offer(
            World.Customer who, Reservation it, @Nullable Instant start, @Nullable Instant end) {
        return world.amendments.offer(who.caller(), it.id(), new Amend(start, end, null, null));
    }

    private Reservation applied(World.Customer who, Amendment offer) {
        return world.amendments
                .apply(who.caller(), offer.reservation(), offer.id())
                .orThrow();
    }

    private static Money eur(String amount) {
        return Money.of(amount, "EUR");
    }

    private Money credit(World.Customer who) {
        return world.credits.balance(who.caller(), who.organization().id());
    }

    private long tiles(Reservation it, TimeWindow window) {
        return world.count(
                "select count(*) from inventory.occupancy where claim_id = ? and during = tstzrange(?::timestamptz, ?::timestamptz)",
                it.id().value(),
                window.start().toString(),
                window.end().toString());
    }

    /** All that a reservation is, to be compared. */
    private List<Object> everything(Reservation it) {
        return List.of(
                world.reservations.get(world.operator, it.id()),
                world.transactions.run(
                        world.job,
                        tx -> tx.sql()
                                .fetch(
                                        "select * from inventory.occupancy where claim_id = ? order by device_id, slots",
                                        it.id().value())
                                .formatJSON()),
                world.transactions.run(
                        world.job,
                        tx -> tx.sql()
                                .fetch(
                                        "select * from inventory.host_use where claim_id = ?",
                                        it.id().value())
                                .formatJSON()),
                world.transactions.run(
                        world.job,
                        tx -> tx.sql()
                                .fetch(
                                        "select * from quota.claim where claim_id = ?",
                                        it.id().value())
                                .formatJSON()),
                world.count("select count(*) from billing.block_charge"),
                world.count("select count(*) from billing.ledger_entry"),
                world.count("select count(*) from billing.commitment"),
                world.count("select count(*) from quota.outbox"),
                world.count("select count(*) from quota.audit_entry"));
    }

    @Test
    void a_scheduled_one_is_extended_on_both_sides_at_the_price_that_was_said() {
        Reservation booked = world.book(ada, Shape.cards(A100, 2), "paris", hours(100, 10));
        assertThat(booked.price()).isEqualTo(eur("39.33"));
        Amendment offer =
                offer(ada, booked, hours(98, 1).start(), hours(113, 1).start()).orThrow();
        assertThat(offer.additional()).isEqualTo(eur("20.00"));
        assertThat(offer.refund()).isEqualTo(eur("0.00"));
        assertThat(offer.price()).isEqualTo(eur("59.33"));
        assertThat(tiles(booked, booked.window()))
                .as("an offer changes nothing")
                .isEqualTo(2);

        Reservation longer = applied(ada, offer);
        assertThat(longer.window()).isEqualTo(hours(98, 15));
        assertThat(longer.price()).isEqualTo(offer.price());
        assertThat(tiles(longer, longer.window())).isEqualTo(2);
        assertThat(blocks("sum(amount_minor)", ada)).isEqualTo(5933);
        assertThat(world.count("select count(*) from billing.commitment")).isZero();
        assertThat(refusal(world.amendments.apply(ada.caller(), booked.id(), offer.id()))
                        .code())
                .isEqualTo("amendment_applied");
        assertThat(world.reservations.timeline(ada.caller(), booked.id()))
                .filteredOn(event -> event.state().equals("amended"))
                .singleElement()
                .satisfies(event -> assertThat(event.detail())
                        .contains("until " + hours(98, 15).end()));

        world.liveTo(hours(114, 1).start());
        assertThat(world.reservations.get(ada.caller(), booked.id()).state())
                .isInstanceOf(ReservationState.Completed.class);
    }

    @Test
    void the_turnaround_stays_at_the_end_of_what_was_extended() {
        Reservation booked = world.book(ada, Shape.cards(A100, 1), "paris", hours(1, 2));
        world.liveTo(start.plus(Duration.ofMinutes(90)));
        Reservation longer =
                applied(ada, offer(ada, booked, null, hours(5, 1).start()).orThrow());
        assertThat(longer.billableUntil()).isEqualTo(hours(5, 1).start().minus(booked.turnaround()));
        assertThat(longer.state()).isInstanceOf(ReservationState.Active.class);
        world.liveTo(hours(4, 1).start());
        assertThat(world.reservations.get(ada.caller(), booked.id()).state())
                .as("it runs beyond its first end")
                .isInstanceOf(ReservationState.Active.class);
        world.liveTo(longer.billableUntil());
        assertThat(world.reservations.get(ada.caller(), booked.id()).state())
                .isInstanceOf(ReservationState.Ending.class);
        world.liveTo(longer.window().end());
        assertThat(world.reservations.get(ada.caller(), booked.id()).state())
                .isInstanceOf(ReservationState.Completed.class);
        assertThat(world.count(
                        "select count(*) from inventory.workload where claim_id = ?",
                        booked.id().value()))
                .as("one run all through")
                .isOne();
    }

    @Test
    void an_active_one_keeps_its_devices_or_is_refused_with_where_the_missing_hours_are() {
        Reservation running = world.book(ada, Shape.cards(A100, 1), "paris", hours(1, 4));
        world.liveTo(hours(2, 1).start());
        var devices = world.reservations.placement(ada.caller(), running.id());
        // The rest of the site is free, but not the card that the work runs on.
        Reservation next = world.book(bob, Shape.cards(A100, 1), "paris", hours(5, 4));
        assertThat(world.reservations.placement(bob.caller(), next.id())).isEqualTo(devices);
        List<Object> before = everything(running);
        Refusal refused = refusal(offer(ada, running, null, hours(7, 1).start()));
        assertThat(refused.code()).isEqualTo("capacity_exhausted");
        assertThat(refused.alternatives()).isNotEmpty();
        assertThat(everything(running)).isEqualTo(before);

        world.reservations.cancel(bob.caller(), next.id(), null).orThrow();
        Reservation longer =
                applied(ada, offer(ada, running, null, hours(7, 1).start()).orThrow());
        assertThat(world.reservations.placement(ada.caller(), running.id())).isEqualTo(devices);
        assertThat(longer.price()).isEqualTo(eur("11.67"));
    }

    @Test
    void what_is_given_up_is_refunded_by_the_steps_and_the_kept_part_keeps_its_price() {
        Reservation booked = world.book(ada, Shape.cards(A100, 2), "paris", hours(200, 10));
        world.clock.moveTo(start.plus(Duration.ofHours(2)));
        Amendment less = world.amendments
                .offer(ada.caller(), booked.id(), new Amend(null, null, 1, null))
                .orThrow();
        assertThat(less.percent()).isEqualTo(100);
        assertThat(less.worth()).isEqualTo(eur("19.66"));
        assertThat(applied(ada, less).price()).isEqualTo(eur("19.67"));
        assertThat(credit(ada)).isEqualTo(eur("19.66"));
        assertThat(world.reservations.placement(ada.caller(), booked.id())).hasSize(1);

        world.clock.moveTo(start.plus(Duration.ofHours(150)));
        Amendment shorter =
                offer(ada, booked, hours(202, 1).start(), hours(208, 1).start()).orThrow();
        assertThat(shorter.percent()).isEqualTo(75);
        assertThat(shorter.worth()).isEqualTo(eur("8.00"));
        assertThat(shorter.refund()).isEqualTo(eur("6.00"));
        assertThat(applied(ada, shorter).price()).isEqualTo(eur("13.67"));
        assertThat(credit(ada)).isEqualTo(eur("25.66"));
    }

    @Test
    void a_move_pays_for_the_new_place_and_refunds_the_old_by_the_steps() {
        world.pay(world.customer("other-" + tests), "1.00");
        World.Customer paid = world.customer("paid-" + tests, Terms.PREPAID, true);
        world.pay(paid, "60.00");
        Reservation booked = world.book(paid, Shape.cards(A100, 2), "paris", hours(40, 10));
        assertThat(credit(paid)).isEqualTo(eur("20.67"));
        world.clock.moveTo(start.plus(Duration.ofHours(10)));
        Amendment away = world.amendments
                .offer(
                        paid.caller(),
                        booked.id(),
                        new Amend(hours(300, 1).start(), hours(305, 1).start(), null, "milan"))
                .orThrow();
        assertThat(away.additional()).isEqualTo(eur("19.33"));
        assertThat(away.refund()).as("75 percent of what it was").isEqualTo(eur("29.50"));
        assertThat(away.difference()).isEqualTo(eur("-10.17"));
        Reservation moved = applied(paid, away);
        assertThat(moved.site()).isEqualTo("milan");
        assertThat(credit(paid)).isEqualTo(eur("30.84"));
        assertThat(tiles(moved, hours(300, 5))).isEqualTo(2);
        assertThat(tiles(moved, hours(40, 10))).isZero();
        assertThat(world.hold(bob, Shape.cards(A100, 2), "paris", hours(40, 10)))
                .as("what it left is free")
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void one_that_is_refused_leaves_the_reservation_as_it_was() {
        World.Customer poor = world.customer("poor-" + tests, Terms.PREPAID, true);
        world.pay(poor, "25.00");
        Reservation booked = world.book(poor, Shape.cards(A100, 1), "paris", hours(100, 10));
        Amendment dear = offer(poor, booked, null, hours(120, 1).start()).orThrow();
        List<Object> before = everything(booked);
        assertThat(refusal(world.amendments.apply(poor.caller(), booked.id(), dear.id()))
                        .code())
                .isEqualTo("credit_insufficient");
        assertThat(everything(booked)).isEqualTo(before);

        world.pay(poor, "100.00");
        before = everything(booked);
        world.book(bob, Shape.cards(A100, 2), "paris", hours(110, 5));
        assertThat(refusal(world.amendments.apply(poor.caller(), booked.id(), dear.id()))
                        .code())
                .isEqualTo("capacity_exhausted");
        assertThat(everything(booked).subList(0, 4)).isEqualTo(before.subList(0, 4));
        assertThat(credit(poor)).isEqualTo(eur("105.33"));

        world.limits
                .set(
                        world.operator,
                        poor.project().id(),
                        ResourceClass.everyOther(Workload.TRAINING),
                        CardEquivalents.cards(0))
                .orThrow();
        assertThat(refusal(offer(poor, booked, null, hours(111, 1).start())).code())
                .isEqualTo("quota_exceeded");
        assertThat(offer(poor, booked, null, hours(109, 1).start()))
                .as("less is always allowed")
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void an_offer_holds_only_for_what_it_was_made_for_and_for_fifteen_minutes() {
        Reservation booked = world.book(ada, Shape.cards(A100, 1), "paris", hours(100, 10));
        Amendment first = offer(ada, booked, null, hours(112, 1).start()).orThrow();
        Amendment second = offer(ada, booked, null, hours(113, 1).start()).orThrow();
        applied(ada, first);
        assertThat(refusal(world.amendments.apply(ada.caller(), booked.id(), second.id()))
                        .code())
                .isEqualTo("amendment_stale");
        Amendment third = offer(ada, booked, null, hours(114, 1).start()).orThrow();
        world.clock.moveTo(world.clock.instant().plus(Duration.ofMinutes(15)));
        assertThat(refusal(world.amendments.apply(ada.caller(), booked.id(), third.id()))
                        .code())
                .isEqualTo("amendment_expired");
        assertThat(refusal(world.amendments.apply(bob.caller(), booked.id(), third.id()))
                        .code())
                .isEqualTo("not_found");
    }

    @Test
    void the_same_key_applies_a_change_once() {
        Reservation booked = world.book(ada, Shape.cards(A100, 1), "paris", hours(100, 10));
        Amendment offer = offer(ada, booked, null, hours(112, 1).start()).orThrow();
        for (int again = 0; again < 2; again++) {
            assertThat(world.amendments
                            .apply(ada.with("once"), booked.id(), offer.id())
                            .orThrow()
                            .window()
                            .end())
                    .isEqualTo(hours(112, 1).start());
        }
        assertThat(blocks("count(*)", ada)).isEqualTo(2);
    }

    @Test
    void what_makes_no_sense_is_refused_with_its_field() {
        Reservation booked = world.book(ada, Shape.cards(A100, 1), "paris", hours(1, 10));
        Instant end = booked.window().end();
        assertThat(code(booked, new Amend(null, null, null, null))).isEqualTo("nothing_changed");
        assertThat(code(booked, new Amend(null, end.plusSeconds(60), null, null)))
                .isEqualTo("invalid_window");
        assertThat(code(booked, new Amend(end, booked.window().start(), null, null)))
                .isEqualTo("invalid_window");
        assertThat(code(booked, new Amend(hours(-5, 1).start(), null, null, null)))
                .isEqualTo("invalid_window");
        assertThat(code(booked, new Amend(null, hours(24 * 200, 1).start(), null, null)))
                .isEqualTo("invalid_window");
        assertThat(code(booked, new Amend(null, null, 2, null))).isEqualTo("invalid_quantity");
        assertThat(code(booked, new Amend(null, null, null, "atlantis"))).isEqualTo("unknown_site");
        world.liveTo(hours(3, 1).start());
        assertThat(code(booked, new Amend(null, null, null, "milan"))).isEqualTo("wrong_state");
        assertThat(code(booked, new Amend(null, hours(3, 1).start(), null, null)))
                .isEqualTo("invalid_window");
        world.liveTo(booked.billableUntil().minusSeconds(30));
        assertThat(code(booked, new Amend(null, hours(13, 1).start(), null, null)))
                .isEqualTo("too_late");
        Reservation held =
                world.hold(ada, Shape.cards(H100, 1), null, hours(50, 2)).orThrow();
        assertThat(code(held, new Amend(null, hours(53, 1).start(), null, null)))
                .isEqualTo("wrong_state");
    }

    private String code(Reservation it, Amend wish) {
        return refusal(world.amendments.offer(ada.caller(), it.id(), wish)).code();
    }

    @Test
    void a_cancellation_refunds_exactly_what_its_quote_said() {
        Reservation booked = world.book(ada, Shape.cards(A100, 1), "paris", hours(72, 10));
        assertThat(quote(booked).step()).isEqualTo("just_bought");
        world.clock.moveTo(start.plus(Duration.ofMinutes(61)));
        CancellationQuote quote = quote(booked);
        assertThat(quote.step()).isEqualTo("one_day");
        assertThat(quote.refund()).isEqualTo(eur("14.75"));
        world.clock.moveTo(start.plus(Duration.ofHours(48).plusMinutes(-10)));
        CancellationQuote later = quote(booked);
        assertThat(later.percent()).isEqualTo(75);
        world.clock.moveTo(world.clock.instant().plus(Duration.ofMinutes(14)));
        assertThat(quote(booked).percent()).isEqualTo(50);
        assertThat(refusal(world.reservations.cancel(ada.caller(), booked.id(), null, quote.id()))
                        .code())
                .isEqualTo("quote_expired");
        world.reservations.cancel(ada.caller(), booked.id(), null, later.id()).orThrow();
        assertThat(credit(ada)).as("as it was said").isEqualTo(later.refund());
        assertThat(tiles(booked, booked.window())).isZero();
    }

    private CancellationQuote quote(Reservation it) {
        return world.reservations.quoteCancellation(ada.caller(), it.id()).orThrow();
    }

    @Test
    void one_that_has_begun_ends_with_the_hour_and_half_of_the_unused_time_is_refunded() {
        Reservation booked = world.book(ada, Shape.cards(A100, 1), "paris", hours(1, 10));
        world.liveTo(start.plus(Duration.ofMinutes(60 + 95)));
        CancellationQuote quote = quote(booked);
        assertThat(quote.keptUntil()).isEqualTo(hours(3, 1).start());
        assertThat(quote.worth()).isEqualTo(eur("16.00"));
        assertThat(quote.refund()).isEqualTo(eur("8.00"));
        assertThat(quote.expiresAt()).isEqualTo(hours(3, 1).start().minus(booked.turnaround()));
        Reservation ending = world.reservations
                .cancel(ada.caller(), booked.id(), null, quote.id())
                .orThrow();
        assertThat(ending.window().end()).isEqualTo(quote.keptUntil());
        assertThat(credit(ada)).isEqualTo(eur("8.00"));
        assertThat(world.hold(bob, Shape.cards(A100, 2), "paris", hours(3, 8))).isInstanceOf(Outcome.Done.class);
        world.liveTo(hours(4, 1).start());
        assertThat(world.reservations.get(ada.caller(), booked.id()).state())
                .isInstanceOf(ReservationState.Completed.class);
    }

    @Test
    void what_was_not_delivered_of_an_extended_one_is_credited_over_all_of_it() {
        Reservation booked = world.book(ada, Shape.cards(A100, 1), "paris", hours(1, 2));
        Reservation longer =
                applied(ada, offer(ada, booked, null, hours(5, 1).start()).orThrow());
        for (int attempt = 0; attempt < 3; attempt++) {
            world.engine.next(ScriptedEngine.Outcome.failingAfter(Duration.ofSeconds(5)));
        }
        world.liveTo(hours(6, 1).start());
        assertThat(world.reservations.get(ada.caller(), longer.id()).state())
                .isInstanceOf(ReservationState.Failed.class);
        assertThat(credit(ada).minor())
                .as("all that was charged")
                .isEqualTo(longer.price().minor());
    }
}
