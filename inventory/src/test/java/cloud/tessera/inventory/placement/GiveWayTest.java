package cloud.tessera.inventory.placement;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GiveWayTest {
    private static final String A100 = "nvidia-a100-80gb";
    private static final UUID ME = new UUID(9, 9);
    private static final Span ALWAYS = new Span(0, Span.OPEN);

    private final Map<Integer, Card> cards = new HashMap<>();
    private final CalendarView view = new CalendarView() {
        @Override
        public List<Group> groups(String model, String site) {
            var host = new Group.Host(1, null, List.copyOf(cards.keySet()));
            return List.of(new Group("pool", site, false, false, BigDecimal.ZERO, List.of(host)));
        }

        @Override
        public Card card(int device) {
            return Objects.requireNonNull(cards.get(device));
        }

        @Override
        public HostRoom room(int host) {
            return new HostRoom(host, 1_000_000, 1_000_000, List.of());
        }
    };

    private static UUID claim(int number) {
        return new UUID(0, number);
    }

    private void card(int device, Tile... tiles) {
        cards.put(device, new Card(device, 8, true, List.of(tiles)));
    }

    private static Tile tile(int claim, int start, int end) {
        return new Tile(claim(claim), start, end, 0, Span.OPEN, null);
    }

    private static GiveWay.Candidate candidate(int claim, int size) {
        return new GiveWay.Candidate(claim(claim), size, claim);
    }

    private Optional<List<UUID>> choose(Shape shape, GiveWay.Candidate... candidates) {
        Catalogue catalogue = Catalogue.shipped();
        var question = new Question(
                catalogue.orFungible(A100),
                shape,
                catalogue.hostShare(shape),
                Workload.INFERENCE,
                "here",
                ALWAYS,
                ME,
                Set.of());
        return GiveWay.choose(new FirstFit(), question, view, List.of(candidates))
                .map(GiveWay.Way::claims);
    }

    @Test
    void the_smallest_that_is_enough_gives_way_and_of_equals_the_youngest() {
        card(1, tile(1, 0, 8));
        card(2, tile(2, 0, 4), tile(3, 4, 8));
        assertThat(choose(Shape.partitions(A100, "3g.40gb", 1), candidate(1, 8), candidate(2, 4), candidate(3, 4)))
                .contains(List.of(claim(3)));
        assertThat(choose(Shape.cards(A100, 1), candidate(1, 8), candidate(2, 4), candidate(3, 4)))
                .contains(List.of(claim(1)));
    }

    @Test
    void none_of_several_could_have_been_spared() {
        card(1, tile(1, 0, 8));
        card(2, tile(2, 0, 4), tile(3, 4, 6), tile(4, 6, 8));
        card(3, tile(5, 0, 1), tile(6, 1, 2));
        // Card 1 is not to be had: it takes those of card 3, and lets the larger ones of card 2 be.
        assertThat(choose(
                        Shape.cards(A100, 1),
                        candidate(2, 4),
                        candidate(3, 2),
                        candidate(4, 2),
                        candidate(5, 1),
                        candidate(6, 1)))
                .contains(List.of(claim(5), claim(6)));
    }

    @Test
    void where_all_together_are_not_enough_nobody_gives_way() {
        card(1, tile(1, 0, 4), tile(2, 4, 8));
        assertThat(choose(Shape.cards(A100, 1), candidate(1, 4))).isEmpty();
        assertThat(choose(Shape.cards(A100, 1))).isEmpty();
    }
}
