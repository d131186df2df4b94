package cloud.tessera.inventory.lifecycle;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.offer.DayAvailability;
import cloud.tessera.inventory.offer.Offer;
import cloud.tessera.inventory.offer.SiteAvailability;
import cloud.tessera.inventory.reservation.Amend;
import cloud.tessera.inventory.reservation.Hold;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.service.NewService;
import cloud.tessera.inventory.service.Scale;
import cloud.tessera.inventory.waitlist.Wait;
import cloud.tessera.inventory.waitlist.WaitlistEntry;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes on at a site, and what does not, while its link is down. */
class LinkTest {
    private static final Shape CARD = Shape.cards(A100, 1);

    private World world;
    private World.Customer ada;

    @BeforeEach
    void prepare() {
        world = new World();
        ada = world.customer("ada");
    }

    @AfterEach
    void close() {
        assertThat(world.overlaps()).isZero();
        world.close();
    }

    private void cut() {
        world.fleet.cutLink(world.operator, "milan").orThrow();
    }

    private void restore() {
        world.fleet.restoreLink(world.operator, "milan").orThrow();
    }

    private Offer ask(@Nullable String site, TimeWindow window) {
        return world.offers
                .ask(ada.caller(), new AskOffer(ada.project().id(), CARD, site, window))
                .orThrow();
    }

    private Outcome<Reservation> hold(Offer offer) {
        return world.reservations.hold(ada.caller(), new Hold(offer.quote().id(), "work", ScriptedEngine.IMAGE));
    }

    private Reservation now(Reservation it) {
        return world.reservations.get(ada.caller(), it.id());
    }

    private List<String> states(Reservation it) {
        return world.reservations.timeline(ada.caller(), it.id()).stream()
                .map(ClaimEvent::state)
                .toList();
    }

    private static void assertUnreachable(Outcome<?> outcome) {
        Refusal refusal = refusal(outcome);
        assertThat(refusal.code()).isEqualTo("site_unreachable");
        assertThat(refusal.retryable()).isTrue();
        assertThat(refusal.alternatives()).hasSize(1);
        assertThat(refusal.alternatives().getFirst().kind()).isEqualTo("other_site");
        assertThat(refusal.alternatives().getFirst().request()).containsEntry("site", "paris");
    }

    @Test
    void a_site_whose_link_is_down_takes_no_new_work() {
        Offer offered = ask("milan", World.hours(5, 2));
        Reservation held = hold(ask("milan", World.hours(8, 2))).orThrow();
        Reservation bought = world.book(ada, CARD, "milan", World.hours(20, 4));
        cut();
        assertUnreachable(
                world.offers.ask(ada.caller(), new AskOffer(ada.project().id(), CARD, "milan", World.hours(1, 2))));
        assertUnreachable(hold(offered));
        assertUnreachable(world.hold(ada, CARD, "milan", World.hours(1, 2)));
        assertUnreachable(world.reservations.confirm(ada.caller(), held.id()));
        assertUnreachable(world.start(ada, CARD, "milan"));
        assertUnreachable(world.services.create(
                ada.caller(),
                new NewService(
                        ada.project().id(),
                        CARD,
                        "milan",
                        "model",
                        ScriptedEngine.IMAGE,
                        new Scale(0, Tier.ON_DEMAND, 1, 1, 1, null, null))));
        assertUnreachable(world.amendments.offer(
                ada.caller(), bought.id(), new Amend(null, World.hours(20, 5).end(), null, null)));

        restore();
        assertThat(world.reservations.confirm(ada.caller(), held.id()).orThrow().state())
                .isInstanceOf(ReservationState.Scheduled.class);
        assertThat(hold(offered).orThrow().site()).isEqualTo("milan");
    }

    @Test
    void what_may_lie_anywhere_goes_to_a_site_that_can_be_reached() {
        cut();
        assertThat(ask(null, World.hours(1, 2)).site()).isEqualTo("paris");
        assertThat(world.start(ada, CARD, null).orThrow().site()).isEqualTo("paris");
        world.book(ada, CARD, "paris", World.hours(1, 2));
        Refusal full = refusal(
                world.offers.ask(ada.caller(), new AskOffer(ada.project().id(), CARD, null, World.hours(1, 2))));
        assertThat(full.code()).isEqualTo("capacity_exhausted");
        assertThat(full.alternatives())
                .allSatisfy(each -> assertThat(each.request().get("site")).isNotEqualTo("milan"));
    }

    @Test
    void availability_leaves_out_what_cannot_be_reached() {
        cut();
        TimeWindow window = World.hours(1, 2);
        assertThat(world.availability.find(ada.caller(), CARD, null, window))
                .extracting(SiteAvailability::site)
                .containsExactly("paris");
        LocalDate today = LocalDate.ofInstant(World.START, ZoneOffset.UTC);
        assertThat(world.availability.days(ada.caller(), A100, null, today, 1, SiteLimits.NONE))
                .extracting(DayAvailability::site)
                .containsExactly("paris");
        assertThatThrownBy(() -> world.availability.find(ada.caller(), CARD, "milan", window))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("site_unreachable"));
    }

    @Test
    void the_waitlist_waits_for_a_link_too() {
        cut();
        var wait = new Wait(
                ada.project().id(),
                CARD,
                List.of("milan"),
                World.hours(4, 4),
                4,
                null,
                Wait.Mode.BOOK,
                "waits",
                ScriptedEngine.IMAGE);
        WaitlistEntry entry = world.waitlist.join(ada.caller(), wait).orThrow();
        assertThat(world.waitlistTurns.serve(world.job)).isZero();
        restore();
        assertThat(world.waitlistTurns.serve(world.job)).isEqualTo(1);
        assertThat(world.waitlist.get(ada.caller(), entry.id()).foundSite()).isEqualTo("milan");
    }

    @Test
    void a_reservation_ends_with_its_lease_though_nobody_can_reach_its_site() {
        Reservation booked = world.book(ada, CARD, "milan", World.hours(1, 3));
        world.liveTo(World.START.plus(Duration.ofHours(2)));
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Active.class);
        cut();
        world.liveTo(booked.billableUntil().plusSeconds(1));
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Ending.class);
        world.liveTo(booked.window().end().plus(Duration.ofHours(3)));
        assertThat(states(booked))
                .containsExactly("held", "scheduled", "provisioning", "active", "ending", "completed");
        assertThat(world.engine.runs(booked.id().value())).isTrue();
        assertThat(world.life.meter(world.job).waiting()).isEqualTo(1);

        restore();
        world.life.tick(world.job);
        assertThat(world.engine.runs(booked.id().value())).isFalse();
        world.life.meter(world.job);
        long sold = Duration.between(booked.window().start(), booked.billableUntil())
                .toSeconds();
        assertThat(world.metering.of(ada.caller(), booked.id().value()).stream()
                        .mapToLong(reading -> reading.seconds())
                        .sum())
                .isEqualTo(sold - 10);
        assertThat(now(booked).undelivered()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void a_reservation_that_no_link_let_begin_fails_with_its_time_and_is_given_back() {
        Reservation booked = world.book(ada, CARD, "milan", World.hours(1, 3));
        cut();
        world.liveTo(World.START.plus(Duration.ofHours(2)));
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Scheduled.class);
        world.liveTo(booked.window().end());
        assertThat(now(booked).state()).isInstanceOf(ReservationState.Failed.class);
        assertThat(world.engine.started()).isEmpty();
        assertThat(world.credits.list(ada.caller(), ada.organization().id()).stream()
                        .map(credit -> credit.amount())
                        .reduce(Money.zero(World.EUR), Money::plus))
                .isEqualTo(booked.price());
    }

    @Test
    void a_release_ends_charging_when_it_was_asked_for_though_the_site_hears_of_it_later() {
        Allocation it = world.start(ada, CARD, "milan", new Kind(Tier.ON_DEMAND, false, 1))
                .orThrow();
        world.liveFor(Duration.ofHours(1));
        cut();
        world.liveFor(Duration.ofHours(1));
        Allocation released = world.allocations.release(ada.caller(), it.id()).orThrow();
        world.liveFor(Duration.ofHours(5));
        restore();
        world.life.tick(world.job);
        world.life.meter(world.job);
        long charged = Duration.between(
                        Objects.requireNonNull(
                                world.allocations.get(ada.caller(), it.id()).readyAt()),
                        Objects.requireNonNull(released.releaseAskedAt()))
                .toSeconds();
        assertThat(world.metering.of(ada.caller(), it.id().value()).stream()
                        .mapToLong(reading -> reading.seconds())
                        .sum())
                .isEqualTo(charged);
    }

    @Test
    void nobody_asks_a_site_that_is_cut_off_how_busy_it_is() {
        world.start(ada, CARD, "milan").orThrow();
        world.start(ada, CARD, "paris").orThrow();
        world.liveFor(Duration.ofMinutes(1));
        assertThat(world.life.sample(world.job)).isEqualTo(2);
        cut();
        assertThat(world.life.sample(world.job)).isEqualTo(1);
    }
}
