package cloud.tessera.inventory.offer;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AvailabilityTest {
    private World world;
    private World.Customer ada;

    @BeforeAll
    void prepare() {
        world = new World();
        ada = world.customer("ada");
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void it_says_how_much_is_free_and_when_it_will_be() {
        TimeWindow window = World.hours(5, 3);
        world.hold(ada, Shape.cards(A100, 2), "paris", World.hours(4, 3)).orThrow();
        world.hold(ada, Shape.cards(A100, 1), "milan", window).orThrow();

        List<SiteAvailability> found = world.availability.find(ada.caller(), Shape.cards(A100, 1), null, window);
        assertThat(found)
                .containsExactly(
                        new SiteAvailability("milan", 1, window.start(), CardEquivalents.NONE),
                        new SiteAvailability("paris", 0, World.hours(7, 1).start(), CardEquivalents.NONE));
        assertThat(world.availability.find(world.operator, Shape.partitions(A100, World.SLICE, 2), "milan", window))
                .containsExactly(new SiteAvailability("milan", 3, window.start(), CardEquivalents.NONE));
    }

    @Test
    void an_earliest_start_is_a_whole_hour_and_not_past() {
        Shape card = Shape.cards(H100, 1);
        Instant asked = World.hours(3000, 1).start().plusSeconds(1);
        assertThat(world.availability.find(
                        ada.caller(),
                        card,
                        Workload.INFERENCE,
                        "paris",
                        new TimeWindow(asked, asked.plus(Duration.ofHours(2))),
                        SiteLimits.NONE))
                .extracting(SiteAvailability::earliestStart)
                .containsExactly(World.hours(3001, 1).start());
        assertThat(world.availability.find(
                        ada.caller(), card, Workload.INFERENCE, "paris", World.hours(-5, 2), SiteLimits.NONE))
                .extracting(SiteAvailability::earliestStart)
                .containsExactly(World.START);
    }

    @Test
    void what_has_no_end_is_never_free_again() {
        world.start(ada, Shape.cards(World.L40S, 2), "paris").orThrow();
        assertThat(world.availability.find(ada.caller(), Shape.cards(World.L40S, 1), null, World.hours(5, 1)))
                .containsExactly(new SiteAvailability("paris", 0, null, CardEquivalents.NONE));
    }

    @Test
    void a_heat_map_counts_what_is_free_all_day() {
        LocalDate day = LocalDate.parse("2026-03-20");
        var window = new TimeWindow(Instant.parse("2026-03-20T10:00:00Z"), Instant.parse("2026-03-21T02:00:00Z"));
        world.hold(ada, Shape.cards(H100, 1), "paris", window).orThrow();
        assertThat(world.availability.days(ada.caller(), H100, null, day, 3, SiteLimits.NONE))
                .extracting(DayAvailability::free)
                .containsExactly(CardEquivalents.cards(3), CardEquivalents.cards(3), CardEquivalents.cards(4));
    }

    @Test
    void limits_say_which_sites_are_shown() {
        LocalDate day = LocalDate.parse("2026-04-20");
        assertThat(world.availability.find(
                        ada.caller(),
                        Shape.cards(A100, 1),
                        Workload.TRAINING,
                        null,
                        World.hours(1200, 3),
                        SiteLimits.under("IT")))
                .extracting(SiteAvailability::site)
                .containsExactly("milan");
        assertThat(world.availability.days(ada.caller(), A100, null, day, 1, SiteLimits.within(5, "paris")))
                .extracting(DayAvailability::site)
                .containsExactly("paris");
        assertThatThrownBy(() -> world.availability.days(ada.caller(), A100, null, day, 1, SiteLimits.under("DE")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("no_site_within_limits"));
    }

    @Test
    void what_is_kept_for_inference_is_said_apart() {
        world.importFleet(World.KEPT_FLEET);
        Shape card = Shape.cards(World.A30, 1);
        TimeWindow window = World.hours(600, 24);
        world.start(ada, card, "lille").orThrow();

        assertThat(world.availability.find(ada.caller(), card, Workload.TRAINING, "lille", window, SiteLimits.NONE))
                .containsExactly(new SiteAvailability("lille", 2, window.start(), CardEquivalents.cards(1)));
        assertThat(world.availability.find(ada.caller(), card, Workload.INFERENCE, "lille", window, SiteLimits.NONE))
                .extracting(SiteAvailability::free)
                .containsExactly(3);
        DayAvailability day = world.availability
                .days(ada.caller(), World.A30, "lille", LocalDate.parse("2026-04-01"), 1, SiteLimits.NONE)
                .getFirst();
        assertThat(day.free()).isEqualTo(CardEquivalents.cards(3));
        assertThat(day.forInference()).isEqualTo(CardEquivalents.cards(1));
        assertThat(day.forTraining()).isEqualTo(CardEquivalents.cards(2));
    }
}
