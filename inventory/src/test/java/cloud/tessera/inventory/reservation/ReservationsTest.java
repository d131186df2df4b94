package cloud.tessera.inventory.reservation;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static cloud.tessera.inventory.World.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.billing.money.Money;
import cloud.tessera.inventory.ScriptedEngine;
import cloud.tessera.inventory.World;
import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.offer.Offer;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReservationsTest {
    private World world;
    private World.Customer ada;
    private World.Customer bob;
    private int hour = 24;

    @BeforeAll
    void prepare() {
        world = new World();
        ada = world.customer("ada");
        bob = world.customer("bob");
    }

    @AfterAll
    void close() {
        world.close();
    }

    /** A window that no other test uses. */
    private TimeWindow window(int length) {
        hour += 48;
        return World.hours(hour, length);
    }

    private long held(String table, Reservation of) {
        return world.count(
                "select count(*) from " + table + " where claim_id = ?", of.id().value());
    }

    @Test
    void an_offer_holds_nothing_and_a_hold_owns_its_tiles() {
        TimeWindow window = window(10);
        Offer offer = world.offers
                .ask(ada.caller(), new AskOffer(ada.project().id(), Shape.cards(A100, 2), null, window))
                .orThrow();
        assertThat(offer.site()).isEqualTo("milan");
        assertThat(offer.placement()).hasSize(2);
        // Two cards at 2.00 for ten hours, less the turnaround.
        assertThat(offer.quote().billableUntil()).isEqualTo(window.end().minus(offer.turnaround()));
        assertThat(world.count(
                        "select count(*) from inventory.occupancy where lower(during) = ?::timestamptz",
                        time(window.start())))
                .isZero();

        Reservation held = world.reservations
                .hold(ada.caller(), new Hold(offer.quote().id(), "training", ScriptedEngine.IMAGE))
                .orThrow();
        assertThat(held.state()).isInstanceOf(ReservationState.Held.class);
        assertThat(held.price()).isEqualTo(offer.quote().amount());
        assertThat(held("inventory.occupancy", held)).isEqualTo(2);
        assertThat(held("inventory.host_use", held)).isEqualTo(1);
        assertThat(held("quota.claim", held)).isEqualTo(1);
        assertThat(held("billing.commitment", held)).isEqualTo(1);
        assertThat(world.count(
                        "select count(*) from quota.outbox where subject = ?",
                        held.id().value()))
                .isEqualTo(1);
        assertThat(world.count(
                        "select count(*) from quota.audit_entry where subject = ?",
                        held.id().text()))
                .isEqualTo(1);

        assertThat(refusal(world.reservations.hold(
                                ada.caller(), new Hold(offer.quote().id(), "again", ScriptedEngine.IMAGE)))
                        .code())
                .isEqualTo("quote_used");
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    @Test
    void a_list_is_narrowed_to_what_runs_what_comes_and_what_has_ended() {
        World.Customer eva = world.customer("eva");
        Reservation ended =
                world.hold(eva, Shape.cards(A100, 1), null, window(5)).orThrow();
        world.reservations.cancel(eva.caller(), ended.id(), null).orThrow();
        Instant now = world.clock.instant().truncatedTo(ChronoUnit.HOURS);
        TimeWindow soon = new TimeWindow(now.plus(Duration.ofHours(1)), now.plus(Duration.ofHours(900)));
        Reservation running = world.book(eva, Shape.cards(H100, 1), null, soon);
        world.liveFor(Duration.ofHours(2));
        Reservation later = world.book(eva, Shape.cards(A100, 1), null, window(5));
        Reservation sooner = world.book(
                eva,
                Shape.cards(H100, 1),
                null,
                new TimeWindow(now.plus(Duration.ofHours(20)), now.plus(Duration.ofHours(22))));
        Reservation held =
                world.hold(eva, Shape.cards(A100, 1), null, window(5)).orThrow();

        assertThat(listed(eva, Stage.RUNNING)).containsExactly(running.id());
        assertThat(listed(eva, Stage.COMING)).containsExactly(held.id(), sooner.id(), later.id());
        assertThat(listed(eva, Stage.ENDED)).containsExactly(ended.id());
        assertThat(listed(eva, null)).containsExactly(held.id(), sooner.id(), later.id(), running.id(), ended.id());
        assertThat(world.reservations.next(eva.caller(), 10))
                .as("holds first, then by when they start")
                .extracting(Reservation::id)
                .containsExactly(held.id(), sooner.id(), later.id());
        assertThat(listed(bob, Stage.RUNNING)).doesNotContain(running.id());

        Page<Reservation> first = world.reservations.list(eva.caller(), null, Stage.COMING, new Page.Request(2, null));
        Page<Reservation> rest =
                world.reservations.list(eva.caller(), null, Stage.COMING, new Page.Request(2, first.next()));
        assertThat(rest.items()).extracting(Reservation::id).containsExactly(later.id());
    }

    private List<ReservationId> listed(World.Customer customer, @Nullable Stage stage) {
        return world.reservations.list(customer.caller(), null, stage, Page.Request.first(Page.MOST)).items().stream()
                .map(Reservation::id)
                .toList();
    }

    @Test
    void a_hold_that_runs_out_gives_everything_back() {
        Reservation held =
                world.hold(ada, Shape.cards(A100, 1), "paris", window(5)).orThrow();
        world.liveFor(Duration.ofMinutes(14));
        assertThat(world.reservations.get(ada.caller(), held.id()).state()).isEqualTo(held.state());
        world.liveFor(Duration.ofMinutes(2));

        assertThat(world.reservations.get(ada.caller(), held.id()).state())
                .isInstanceOf(ReservationState.Expired.class);
        assertThat(held("inventory.occupancy", held)).isZero();
        assertThat(held("inventory.host_use", held)).isZero();
        assertThat(held("quota.claim", held)).isZero();
        assertThat(held("billing.commitment", held)).isZero();
        assertThat(world.reservations.timeline(ada.caller(), held.id()))
                .extracting(event -> event.state())
                .containsExactly("held", "expired");
        assertThat(refusal(world.reservations.confirm(ada.caller(), held.id())).code())
                .isEqualTo("wrong_state");
    }

    @Test
    void a_hold_cannot_be_confirmed_once_its_time_is_over_even_if_nobody_has_looked() {
        Reservation held =
                world.hold(ada, Shape.cards(A100, 1), "paris", window(5)).orThrow();
        world.clock.moveTo(world.clock.instant().plus(Reservations.HOLD));
        assertThat(refusal(world.reservations.confirm(ada.caller(), held.id())).code())
                .isEqualTo("hold_expired");
        world.life.tick(world.job);
    }

    @Test
    void confirming_charges_the_block_and_cancelling_before_the_start_gives_it_back() {
        World.Customer prepaid = world.customer("prepaid", Terms.PREPAID, true);
        Reservation held =
                world.hold(prepaid, Shape.cards(A100, 1), "paris", window(10)).orThrow();
        assertThat(refusal(world.reservations.confirm(prepaid.caller(), held.id()))
                        .code())
                .isEqualTo("credit_insufficient");

        world.pay(prepaid, "100.00");
        Reservation scheduled =
                world.reservations.confirm(prepaid.caller(), held.id()).orThrow();
        assertThat(scheduled.state()).isInstanceOf(ReservationState.Scheduled.class);
        assertThat(refusal(world.reservations.confirm(prepaid.caller(), held.id()))
                        .detail())
                .isEqualTo("A reservation that is scheduled cannot be confirmed again.");
        Money left =
                world.credits.balance(prepaid.caller(), prepaid.organization().id());
        assertThat(left).isEqualTo(Money.of("100.00", "EUR").minus(held.price()));

        assertThat(refusal(world.reservations.cancel(prepaid.caller(), held.id(), held.version()))
                        .kind())
                .isEqualTo(Refusal.Kind.STALE);
        world.reservations
                .cancel(prepaid.caller(), held.id(), scheduled.version())
                .orThrow();
        assertThat(world.credits.balance(
                        prepaid.caller(), prepaid.organization().id()))
                .isEqualTo(Money.of("100.00", "EUR"));
        assertThat(held("inventory.occupancy", held)).isZero();
        assertThat(held("quota.claim", held)).isZero();
    }

    @Test
    void a_reservation_cannot_be_cancelled_once_its_window_has_begun() {
        TimeWindow window = new TimeWindow(nextHour(), nextHour().plus(Duration.ofHours(2)));
        Reservation booked = world.book(ada, Shape.cards(World.H100, 1), "paris", window);
        world.clock.moveTo(window.start());
        assertThat(refusal(world.reservations.cancel(ada.caller(), booked.id(), null))
                        .code())
                .isEqualTo("wrong_state");
    }

    @Test
    void what_has_begun_is_neither_held_nor_bought() {
        Instant start = nextHour();
        TimeWindow window = new TimeWindow(start, start.plus(Duration.ofHours(2)));
        var ask = new AskOffer(ada.project().id(), Shape.cards(World.H100, 1), "paris", window);
        world.clock.moveTo(start.minusSeconds(120));
        Offer late = world.offers.ask(ada.caller(), ask).orThrow();
        Offer last = world.offers.ask(ada.caller(), ask).orThrow();
        Reservation held =
                world.hold(ada, Shape.cards(World.H100, 1), "paris", window).orThrow();
        assertThat(held.state()).isEqualTo(new ReservationState.Held(start));

        world.clock.moveTo(start);
        Reservation atOnce = world.reservations
                .hold(ada.caller(), new Hold(last.quote().id(), "training", ScriptedEngine.IMAGE))
                .orThrow();
        world.reservations.confirm(ada.caller(), atOnce.id()).orThrow();

        world.clock.moveTo(start.plusSeconds(1));
        assertThat(refusal(world.reservations.hold(
                                ada.caller(), new Hold(late.quote().id(), "training", ScriptedEngine.IMAGE)))
                        .code())
                .isEqualTo("start_passed");
        assertThat(refusal(world.reservations.confirm(ada.caller(), held.id())).code())
                .isEqualTo("start_passed");
    }

    @Test
    void a_site_that_is_not_there_is_named() {
        Refusal unknown = refusal(world.hold(ada, Shape.cards(A100, 1), "mars", window(2)));
        assertThat(unknown.code()).isEqualTo("unknown_site");
        assertThat(unknown.kind()).isEqualTo(Refusal.Kind.INVALID);
        assertThat(unknown.retryable()).isFalse();
        assertThat(unknown.detail()).contains("mars").contains("milan, paris");
        assertThat(refusal(world.start(ada, Shape.cards(A100, 1), "mars")).code())
                .isEqualTo("unknown_site");
        assertThatThrownBy(
                        () -> world.availability.find(ada.caller(), Shape.cards(A100, 1), "mars", World.hours(1000, 2)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("unknown_site"));
    }

    private Instant nextHour() {
        return world.clock.instant().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    }

    @Test
    void what_is_offered_instead_can_be_booked() {
        TimeWindow window = window(10);
        world.hold(bob, Shape.cards(A100, 2), "paris", window).orThrow();
        world.hold(bob, Shape.cards(A100, 1), "milan", window).orThrow();

        Refusal full = refusal(world.hold(ada, Shape.cards(A100, 1), "paris", window));
        assertThat(full.code()).isEqualTo("capacity_exhausted");
        assertThat(full.alternatives()).extracting(Refusal.Alternative::kind).contains("other_site", "later");
        for (Refusal.Alternative alternative : full.alternatives()) {
            if (alternative.kind().equals("waitlist")) {
                continue; // joined, not booked: see WaitlistTest
            }
            assertThat(world.hold(
                            ada,
                            shape(Shape.cards(A100, 1), alternative),
                            site("paris", alternative),
                            window(window, alternative)))
                    .as(alternative.detail())
                    .isInstanceOf(Outcome.Done.class);
        }

        TimeWindow other = window(10);
        world.hold(bob, Shape.cards(A100, 1), "paris", other).orThrow();
        world.hold(bob, Shape.partitions(A100, "3g.40gb", 1), "paris", other).orThrow();
        Refusal big = refusal(world.hold(ada, Shape.cards(A100, 1), "paris", other));
        assertThat(big.alternatives()).extracting(Refusal.Alternative::kind).contains("smaller");
        Refusal.Alternative smaller = big.alternatives().stream()
                .filter(each -> each.kind().equals("smaller"))
                .findFirst()
                .orElseThrow();
        world.hold(ada, shape(Shape.cards(A100, 1), smaller), "paris", other).orThrow();

        Refusal many = refusal(world.hold(ada, Shape.cards(World.H100, 5), "paris", other));
        assertThat(many.alternatives())
                .anySatisfy(each -> assertThat(each.request()).containsEntry("quantity", "4"));
    }

    @Test
    void a_part_of_another_model_with_as_much_memory_is_offered_instead() {
        TimeWindow window = window(10);
        world.hold(bob, Shape.cards(A100, 2), "paris", window).orThrow();
        world.hold(bob, Shape.cards(A100, 2), "milan", window).orThrow();

        Refusal full = refusal(world.hold(ada, Shape.partitions(A100, "1g.10gb", 2), "paris", window));
        Refusal.Alternative other = full.alternatives().stream()
                .filter(each -> each.kind().equals("other_shape"))
                .findFirst()
                .orElseThrow();
        assertThat(other.request())
                .containsEntry("model", World.H100)
                .containsEntry("profile", "1g.10gb")
                .containsEntry("quantity", "2");
        world.hold(ada, shape(Shape.partitions(A100, "1g.10gb", 2), other), "paris", window)
                .orThrow();
    }

    private static Shape shape(Shape asked, Refusal.Alternative alternative) {
        return new Shape(
                alternative.request().getOrDefault("model", asked.model()),
                alternative.request().getOrDefault("profile", asked.profile()),
                Integer.parseInt(alternative.request().getOrDefault("quantity", "" + asked.quantity())),
                asked.gang(),
                0,
                0);
    }

    private static String site(String asked, Refusal.Alternative alternative) {
        return alternative.request().getOrDefault("site", asked);
    }

    private static TimeWindow window(TimeWindow asked, Refusal.Alternative alternative) {
        return new TimeWindow(
                Instant.parse(alternative
                        .request()
                        .getOrDefault("start", asked.start().toString())),
                Instant.parse(
                        alternative.request().getOrDefault("end", asked.end().toString())));
    }

    @Test
    void an_organization_that_is_not_verified_holds_one_thing_at_a_time() {
        World.Customer fresh = world.customer("fresh", Terms.PREPAID, false);
        Reservation first =
                world.hold(fresh, Shape.cards(A100, 1), "paris", window(2)).orThrow();
        Refusal second = refusal(world.hold(fresh, Shape.cards(A100, 1), "paris", window(2)));
        assertThat(second.code()).isEqualTo("one_hold_at_a_time");
        assertThat(second.retryable()).isTrue();
        world.reservations.cancel(fresh.caller(), first.id(), null).orThrow();
        world.hold(fresh, Shape.cards(A100, 1), "paris", window(2)).orThrow();
    }

    @Test
    void limits_refuse_by_their_own_name() {
        World.Customer small = world.customer("small");
        world.limits
                .set(
                        world.operator,
                        small.project().id(),
                        ResourceClass.everyOther(Workload.TRAINING),
                        CardEquivalents.cards(1))
                .orThrow();
        assertThat(refusal(world.hold(small, Shape.cards(A100, 2), "paris", window(2)))
                        .code())
                .isEqualTo("quota_exceeded");
        world.exposure
                .setLimit(world.operator, small.organization().id(), Money.of("1.00", "EUR"))
                .orThrow();
        assertThat(refusal(world.hold(small, Shape.cards(A100, 1), "paris", window(10)))
                        .code())
                .isEqualTo("exposure_reached");
        assertThat(world.count(
                        "select count(*) from quota.claim where organization_id = ?",
                        small.organization().id().value()))
                .isZero();
    }

    @Test
    void windows_lie_on_whole_hours_ahead_and_within_180_days() {
        Shape card = Shape.cards(A100, 1);
        Instant now = nextHour();
        assertThat(refusal(world.hold(ada, card, "paris", new TimeWindow(now.plusSeconds(60), now.plusSeconds(7200))))
                        .code())
                .isEqualTo("invalid_window");
        assertThat(refusal(world.hold(ada, card, "paris", World.hours(-5, 2))).code())
                .isEqualTo("invalid_window");
        assertThat(refusal(world.hold(ada, card, "paris", new TimeWindow(now, now.plus(Duration.ofDays(181)))))
                        .code())
                .isEqualTo("invalid_window");
        Refusal nowhere = refusal(world.hold(ada, Shape.cards("no-such-a100", 1), "paris", window(2)));
        assertThat(nowhere.code()).isEqualTo("unknown_model");
        assertThat(nowhere.detail()).contains(A100);
        assertThat(nowhere.alternatives().getFirst().request()).containsEntry("model", A100);
        var nameless = new HoldDirectly(new AskOffer(ada.project().id(), card, "paris", window(2)), " ", "hello");
        assertThat(refusal(world.reservations.hold(ada.caller(), nameless)).code())
                .isEqualTo("invalid_name");
        var imageless = new HoldDirectly(new AskOffer(ada.project().id(), card, "paris", window(2)), "x", "mine");
        Refusal noImage = refusal(world.reservations.hold(ada.caller(), imageless));
        assertThat(noImage.code()).isEqualTo("unknown_image");
        assertThat(noImage.detail()).contains("hello");
    }

    @Test
    void what_belongs_to_another_organization_does_not_exist() {
        Reservation held =
                world.hold(ada, Shape.cards(A100, 1), "paris", window(2)).orThrow();
        assertThatThrownBy(() -> world.reservations.get(bob.caller(), held.id()))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
        assertThat(refusal(world.reservations.confirm(bob.caller(), held.id())).kind())
                .isEqualTo(Refusal.Kind.NOT_FOUND);
        assertThat(refusal(world.reservations.cancel(bob.caller(), held.id(), null))
                        .kind())
                .isEqualTo(Refusal.Kind.NOT_FOUND);
        assertThat(refusal(world.reservations.hold(bob.caller(), new Hold(held.quote(), "mine", "hello")))
                        .kind())
                .isEqualTo(Refusal.Kind.NOT_FOUND);
        assertThat(world.reservations
                        .list(bob.caller(), null, null, Page.Request.first(200))
                        .items())
                .noneMatch(each -> each.id().equals(held.id()));
        assertThat(world.reservations
                        .list(world.operator, null, null, Page.Request.first(200))
                        .items())
                .anyMatch(each -> each.id().equals(held.id()));
        assertThat(world.reservations
                        .list(ada.caller(), ada.project().id(), null, Page.Request.first(1))
                        .items())
                .hasSize(1);
    }
}
