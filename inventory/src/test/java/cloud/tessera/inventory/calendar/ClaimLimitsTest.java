package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.offer.Offer;
import cloud.tessera.inventory.reservation.Amend;
import cloud.tessera.inventory.reservation.Hold;
import cloud.tessera.inventory.reservation.HoldDirectly;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationState;
import cloud.tessera.inventory.service.NewService;
import cloud.tessera.inventory.service.Scale;
import cloud.tessera.inventory.service.Service;
import cloud.tessera.inventory.service.Services;
import cloud.tessera.inventory.waitlist.Wait;
import cloud.tessera.inventory.waitlist.WaitlistEntry;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Paris lies 9 ms from Lyon, Nice 14 and Milan 30; Lyon itself has no machines. Each has two A100. */
class ClaimLimitsTest {
    private static final SiteLimits NEAR_LYON = SiteLimits.within(20, "lyon");
    private static final SiteLimits IN_FRANCE = SiteLimits.under("FR");
    private static final Shape BOTH = Shape.cards(A100, 2);
    private static final String LATENCIES = """
            format: 1
            sites:
              - {code: paris, name: Paris, kind: core, jurisdiction: FR, latencies: {lyon: {ms: 9, measured: true}}}
              - {code: milan, name: Milan, kind: edge, jurisdiction: IT, latencies: {lyon: 30}}
              - {code: nice, name: Nice, kind: edge, jurisdiction: FR, latencies: {lyon: 14}}
            pools:
              - {code: nice-pool, site: nice, name: Nice, isolation: vm, inference_floor: 0}
            hosts:
              - {name: "nic-a100-{nn}", count: 1, pool: nice-pool, cpu: 64, memory_gib: 512, devices: [{model: nvidia-a100-80gb, count: 2}]}
            """;

    private World world;
    private World.Customer ada;

    @BeforeEach
    void prepare() {
        world = new World();
        world.importFleet(LATENCIES);
        ada = world.customer("ada");
    }

    @AfterEach
    void close() {
        assertThat(world.overlaps()).isZero();
        world.close();
    }

    private Outcome<Offer> ask(Shape shape, @Nullable String site, TimeWindow window, SiteLimits limits) {
        return world.offers.ask(ada.caller(), new AskOffer(ada.project().id(), shape, site, window, limits));
    }

    /** Bought from an offer with limits. */
    private Reservation book(Shape shape, TimeWindow window, SiteLimits limits) {
        Offer offer = ask(shape, null, window, limits).orThrow();
        Reservation held = world.reservations
                .hold(ada.caller(), new Hold(offer.quote().id(), "work", ScriptedEngine.IMAGE))
                .orThrow();
        return world.reservations.confirm(ada.caller(), held.id()).orThrow();
    }

    private SiteLimits limits(UUID id) {
        return new ClaimLimits(world.transactions).of(ada.caller(), id);
    }

    private boolean move(World.Customer by, Reservation it, String site) {
        try (Proposals proposals = world.calendar.proposals(by.caller())) {
            return world.transactions.run(by.caller(), tx -> {
                proposals.restart();
                var question = world.calendar
                        .search(tx)
                        .question(
                                it.shape(),
                                Workload.TRAINING,
                                site,
                                it.window().start(),
                                it.window().end(),
                                ada.organization().holder());
                return world.calendar
                        .move(tx, proposals, it.id().value(), question)
                        .isPresent();
            });
        }
    }

    private String siteOf(UUID claim) {
        return world.transactions.run(
                world.job, tx -> tx.sql().fetchSingle("""
                        select distinct h.site from inventory.occupancy o join inventory.device d on d.id = o.device_id
                        join inventory.host h on h.id = d.host where o.claim_id = ?""", claim).get(0, String.class));
    }

    @Test
    void an_offer_within_limits_names_a_site_within_them_and_hands_them_on_to_what_is_held() {
        Reservation first = book(BOTH, World.hours(10, 2), NEAR_LYON);
        assertThat(first.site()).isIn("paris", "nice");
        var ask = new AskOffer(
                ada.project().id(), BOTH, null, World.hours(10, 2), new SiteLimits("lyon", 20, List.of("FR")));
        Reservation second = world.reservations
                .hold(ada.caller(), new HoldDirectly(ask, "work", ScriptedEngine.IMAGE))
                .orThrow();
        assertThat(List.of(first.site(), second.site())).containsExactlyInAnyOrder("paris", "nice");
        assertThat(limits(first.id().value())).isEqualTo(NEAR_LYON);
        assertThat(limits(second.id().value())).isEqualTo(new SiteLimits("lyon", 20, List.of("FR")));

        Refusal full = refusal(ask(BOTH, null, World.hours(10, 2), NEAR_LYON));
        assertThat(full.code()).isEqualTo("capacity_exhausted");
        assertThat(full.alternatives())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.request().get("site")).isNotEqualTo("milan"));
        assertThat(full.alternatives().getLast().request())
                .containsEntry("limits.region", "lyon")
                .containsEntry("limits.within_ms", "20");
        assertThat(ask(BOTH, null, World.hours(10, 2), SiteLimits.NONE)
                        .orThrow()
                        .site())
                .isEqualTo("milan");
    }

    @Test
    void limits_that_no_site_keeps_are_refused_with_the_nearest_one() {
        Refusal far = refusal(ask(BOTH, null, World.hours(1, 2), SiteLimits.within(5, "lyon")));
        assertThat(far.code()).isEqualTo("no_site_within_limits");
        assertThat(far.detail()).contains("within 5 ms of lyon").contains("Paris: 9 ms to lyon (measured)");

        Refusal elsewhere = refusal(ask(BOTH, "milan", World.hours(1, 2), IN_FRANCE));
        assertThat(elsewhere.code()).isEqualTo("no_site_within_limits");
        assertThat(elsewhere.detail()).contains("the law of IT holds there");
        assertThat(elsewhere.alternatives())
                .extracting(each -> each.request().get("site"))
                .containsExactly("nice", "paris");

        Refusal unknown = refusal(ask(BOTH, null, World.hours(1, 2), SiteLimits.within(5, "atlantis")));
        assertThat(unknown.code()).isEqualTo("unknown_region");
        assertThat(unknown.field()).isEqualTo("limits.region");
        assertThat(unknown.detail()).contains("lyon");
        var start = new Start(
                ada.project().id(), BOTH, "milan", "x", ScriptedEngine.IMAGE, Kind.PLAIN, SiteLimits.within(5, "lyon"));
        assertThat(refusal(world.allocations.create(ada.caller(), start)).code())
                .isEqualTo("no_site_within_limits");
    }

    @Test
    void an_amendment_moves_a_reservation_to_another_site_only_within_its_limits() {
        Reservation booked = book(BOTH, World.hours(10, 2), IN_FRANCE);
        String other = "paris".equals(booked.site()) ? "nice" : "paris";
        Refusal abroad =
                refusal(world.amendments.offer(ada.caller(), booked.id(), new Amend(null, null, null, "milan")));
        assertThat(abroad.code()).isEqualTo("no_site_within_limits");

        var offer = world.amendments
                .offer(ada.caller(), booked.id(), new Amend(null, null, null, other))
                .orThrow();
        Reservation moved =
                world.amendments.apply(ada.caller(), booked.id(), offer.id()).orThrow();
        assertThat(moved.site()).isEqualTo(other);
        assertThat(limits(booked.id().value())).isEqualTo(IN_FRANCE);
    }

    @Test
    void nobody_moves_a_claim_beyond_its_limits() {
        Reservation booked = book(BOTH, World.hours(10, 2), NEAR_LYON);
        String other = "paris".equals(booked.site()) ? "nice" : "paris";
        assertThat(move(ada, booked, "milan")).isFalse();
        // Row-level security hides the limits from another organization, though its booking may want the room.
        assertThat(move(world.customer("bob"), booked, "milan")).isFalse();
        assertThat(siteOf(booked.id().value())).isEqualTo(booked.site());

        assertThat(move(ada, booked, other)).isTrue();
        Reservation anywhere = book(Shape.cards(A100, 1), World.hours(30, 2), SiteLimits.NONE);
        assertThat(move(ada, anywhere, "milan")).isTrue();
    }

    @Test
    void what_has_failed_is_healed_within_the_limits_or_not_at_all() {
        Reservation booked = book(BOTH, World.hours(1, 5), new SiteLimits("lyon", 14, List.of("FR")));
        Reservation beside = book(BOTH, World.hours(1, 5), new SiteLimits("lyon", 14, List.of("FR")));
        world.liveTo(World.START.plusSeconds(2 * 3600));
        world.life.failHost(world.operator, hostOf(booked)).orThrow();
        world.liveTo(World.START.plusSeconds(3 * 3600));

        // Milan is empty, and both sites within the limits are full or have failed.
        assertThat(siteOf(booked.id().value())).isEqualTo(booked.site());
        assertThat(world.reservations.get(ada.caller(), booked.id()).state())
                .isInstanceOf(ReservationState.Failed.class);
        assertThat(siteOf(beside.id().value())).isEqualTo(beside.site());
    }

    @Test
    void the_waitlist_books_within_the_limits_and_keeps_them() {
        Reservation paris = world.book(ada, BOTH, "paris", World.hours(20, 4));
        world.book(ada, BOTH, "nice", World.hours(20, 4));
        var wait = new Wait(
                ada.project().id(),
                BOTH,
                List.of(),
                World.hours(20, 4),
                4,
                null,
                Wait.Mode.BOOK,
                "waits",
                ScriptedEngine.IMAGE,
                NEAR_LYON);
        WaitlistEntry entry = world.waitlist.join(ada.caller(), wait).orThrow();
        assertThat(world.waitlist.get(ada.caller(), entry.id()).wish().limits()).isEqualTo(NEAR_LYON);
        assertThat(world.waitlistTurns.serve(world.job)).isZero();

        world.reservations.cancel(ada.caller(), paris.id(), null).orThrow();
        assertThat(world.waitlistTurns.serve(world.job)).isEqualTo(1);
        WaitlistEntry served = world.waitlist.get(ada.caller(), entry.id());
        assertThat(served.foundSite()).isEqualTo("paris");
        assertThat(limits(Objects.requireNonNull(served.reservation()).value())).isEqualTo(NEAR_LYON);
    }

    @Test
    void the_replicas_of_a_service_lie_within_its_limits() {
        var wanted = new NewService(
                ada.project().id(),
                Shape.cards(A100, 1),
                null,
                "model",
                ScriptedEngine.IMAGE,
                new Scale(0, Tier.ON_DEMAND, 5, 5, 5, null, null),
                IN_FRANCE);
        Service service = world.services.create(ada.caller(), wanted).orThrow();
        world.keeper.keep(world.job);
        // Four cards are in France, two more in Milan.
        List<Allocation> replicas = world.services.replicas(ada.caller(), service.id()).stream()
                .map(Services.Replica::allocation)
                .toList();
        assertThat(replicas).hasSize(4).allSatisfy(replica -> {
            assertThat(replica.site()).isNotEqualTo("milan");
            assertThat(limits(replica.id().value())).isEqualTo(IN_FRANCE);
        });
        assertThat(world.services.get(ada.caller(), service.id()).limited()).isEqualTo("capacity_exhausted");
    }

    @Test
    void what_lies_at_a_site_stays_there_when_the_site_drifts_out_of_its_limits() {
        Reservation booked = book(Shape.cards(A100, 1), World.hours(10, 2), SiteLimits.within(10, "lyon"));
        assertThat(booked.site()).isEqualTo("paris");
        world.importFleet("""
                format: 1
                sites:
                  - {code: paris, name: Paris, kind: core, jurisdiction: FR, latencies: {lyon: 25}}
                """);
        assertThat(move(ada, booked, "paris")).isTrue();
        assertThat(move(ada, booked, "nice")).isFalse();
    }

    @Test
    void limits_are_seen_by_their_own_organization_alone() {
        Reservation booked = book(BOTH, World.hours(10, 2), NEAR_LYON);
        var others = new ClaimLimits(world.transactions)
                .of(world.customer("bob").caller(), booked.id().value());
        assertThat(others).isEqualTo(SiteLimits.NONE);
    }

    private int hostOf(Reservation it) {
        return (int) world.count("""
                select max(d.host) from inventory.occupancy o join inventory.device d on d.id = o.device_id
                where o.claim_id = ?""", it.id().value());
    }
}
