package cloud.tessera.inventory.offer;

import static cloud.tessera.inventory.World.A100;
import static cloud.tessera.inventory.World.H100;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.CardEquivalents;
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
                        new SiteAvailability("milan", 1, window.start()),
                        new SiteAvailability("paris", 0, World.hours(7, 1).start()));
        assertThat(world.availability.find(world.operator, Shape.partitions(A100, World.SLICE, 2), "milan", window))
                .containsExactly(new SiteAvailability("milan", 3, window.start()));
    }

    @Test
    void an_earliest_start_is_a_whole_hour_and_not_past() {
        Shape card = Shape.cards(H100, 1);
        Instant asked = World.hours(3000, 1).start().plusSeconds(1);
        assertThat(world.availability.find(
                        ada.caller(), card, "paris", new TimeWindow(asked, asked.plus(Duration.ofHours(2)))))
                .extracting(SiteAvailability::earliestStart)
                .containsExactly(World.hours(3001, 1).start());
        assertThat(world.availability.find(ada.caller(), card, "paris", World.hours(-5, 2)))
                .extracting(SiteAvailability::earliestStart)
                .containsExactly(World.START);
    }

    @Test
    void what_has_no_end_is_never_free_again() {
        world.start(ada, Shape.cards(World.L40S, 2), "paris").orThrow();
        assertThat(world.availability.find(ada.caller(), Shape.cards(World.L40S, 1), null, World.hours(5, 1)))
                .containsExactly(new SiteAvailability("paris", 0, null));
    }

    @Test
    void a_heat_map_counts_what_is_free_all_day() {
        LocalDate day = LocalDate.parse("2026-03-20");
        var window = new TimeWindow(Instant.parse("2026-03-20T10:00:00Z"), Instant.parse("2026-03-21T02:00:00Z"));
        world.hold(ada, Shape.cards(H100, 1), "paris", window).orThrow();
        assertThat(world.availability.days(ada.caller(), H100, null, day, 3))
                .extracting(DayAvailability::free)
                .containsExactly(CardEquivalents.cards(3), CardEquivalents.cards(3), CardEquivalents.cards(4));
    }
}
