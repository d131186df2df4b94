package cloud.tessera.inventory.placement;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstFitTest {
    private static final String A100 = "nvidia-a100-80gb";
    private static final UUID ME = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final Span DAY = new Span(0, 86_400_000_000L);

    private final FirstFit policy = new FirstFit();

    /** Hosts by number, cards by number: host 1 has cards 10 to 13, host 2 has 20 to 23, and so on. */
    private static final class Plane implements CalendarView {
        private final String model;
        private final Map<Integer, Card> cards = new HashMap<>();
        private final Map<Integer, HostRoom> rooms = new HashMap<>();
        private final List<Group.Host> hosts = new ArrayList<>();
        private boolean privateCards;
        private boolean sharedKernel;
        private String floor = "0";

        Plane(String model, int hosts, int cardsEach, @Nullable String fabricOfFirstTwo) {
            this.model = model;
            AcceleratorModel known = Catalogue.shipped().orFungible(model);
            int slots = known.geometry().slots() + known.geometry().extraSlots();
            for (int host = 1; host <= hosts; host++) {
                List<Integer> devices = new ArrayList<>();
                for (int card = 0; card < cardsEach; card++) {
                    devices.add(host * 10 + card);
                    cards.put(host * 10 + card, new Card(host * 10 + card, slots, true, List.of()));
                }
                this.hosts.add(new Group.Host(host, host <= 2 ? fabricOfFirstTwo : null, devices));
                rooms.put(host, new HostRoom(host, 1_000_000, 10_000_000, List.of()));
            }
        }

        Plane taken(int device, int first, int past, Span span, @Nullable UUID holder) {
            var tile = new Tile(UUID.randomUUID(), first, past, span.from(), span.until(), holder);
            cards.computeIfPresent(device, (_, card) -> card.with(0, null, List.of(tile)));
            return this;
        }

        @Override
        public List<Group> groups(String wanted, String site) {
            return wanted.equals(model)
                    ? List.of(new Group("pool", site, privateCards, sharedKernel, new BigDecimal(floor), hosts))
                    : List.of();
        }

        @Override
        public Card card(int device) {
            return Objects.requireNonNull(cards.get(device));
        }

        @Override
        public HostRoom room(int host) {
            return Objects.requireNonNull(rooms.get(host));
        }
    }

    private static Question question(Shape shape, Workload workload, Span span) {
        Catalogue catalogue = Catalogue.shipped();
        return new Question(
                catalogue.orFungible(shape.model()),
                shape,
                catalogue.hostShare(shape),
                workload,
                "here",
                span,
                ME,
                Set.of());
    }

    private Optional<List<String>> place(Shape shape, Plane plane) {
        return policy.place(question(shape, Workload.INFERENCE, DAY), plane)
                .map(placement -> placement.pieces().stream()
                        .map(piece -> piece.device() + ":" + piece.slots().start() + "-"
                                + piece.slots().end())
                        .toList());
    }

    @Test
    void partitions_begin_where_the_vendor_lets_them() {
        Plane plane = new Plane(A100, 1, 1, null).taken(10, 0, 1, DAY, null);
        assertThat(place(Shape.partitions(A100, "3g.40gb", 1), plane)).contains(List.of("10:4-8"));
        assertThat(place(Shape.partitions(A100, "3g.40gb", 2), plane)).isEmpty();
        assertThat(place(Shape.partitions(A100, "1g.10gb", 2), plane)).contains(List.of("10:1-2", "10:2-3"));
        assertThat(place(Shape.cards(A100, 1), plane)).isEmpty();
    }

    @Test
    void what_a_card_has_once_is_given_once() {
        Plane plane = new Plane(A100, 1, 2, null);
        assertThat(place(Shape.partitions(A100, "1g.10gb+me", 2), plane))
                .contains(List.of("10:0-1", "10:8-9", "11:0-1", "11:8-9"));
        assertThat(place(Shape.partitions(A100, "1g.10gb+me", 3), plane)).isEmpty();
    }

    @Test
    void thousandths_take_several_ranges_of_one_card() {
        Plane plane = new Plane("G2", 1, 2, null).taken(10, 0, 300, DAY, null).taken(10, 400, 900, DAY, null);
        assertThat(place(Shape.thousandths("G2", 150), plane)).contains(List.of("10:300-400", "10:900-950"));
        assertThat(place(Shape.thousandths("G2", 201), plane)).contains(List.of("11:0-201"));
        assertThat(place(Shape.cards("G2", 1), plane)).contains(List.of("11:0-1000"));
    }

    @Test
    void a_place_must_be_free_for_the_whole_span() {
        Span morning = new Span(0, 1000);
        Span evening = new Span(5000, 6000);
        Plane plane = new Plane("G2", 1, 1, null).taken(10, 0, 1000, evening, null);
        Shape card = Shape.cards("G2", 1);
        assertThat(policy.place(question(card, Workload.TRAINING, morning), plane))
                .isPresent();
        assertThat(policy.place(question(card, Workload.TRAINING, new Span(0, 5001)), plane))
                .isEmpty();
        assertThat(policy.place(question(card, Workload.INFERENCE, new Span(6000, Span.OPEN)), plane))
                .isPresent();
    }

    @Test
    void a_private_card_serves_one_holder() {
        Plane plane = new Plane("G2", 1, 2, null).taken(10, 0, 100, DAY, OTHER).taken(11, 0, 100, DAY, ME);
        plane.privateCards = true;
        assertThat(place(Shape.thousandths("G2", 100), plane)).contains(List.of("11:100-200"));
        plane.privateCards = false;
        assertThat(place(Shape.thousandths("G2", 100), plane)).contains(List.of("10:100-200"));
    }

    @Test
    void a_host_whose_kernel_is_shared_serves_one_holder() {
        Plane plane = new Plane(A100, 2, 2, null).taken(10, 0, 1, DAY, OTHER);
        plane.sharedKernel = true;
        assertThat(place(Shape.partitions(A100, "1g.10gb", 1), plane)).contains(List.of("20:0-1"));
    }

    @Test
    void a_gang_lies_in_one_fabric_domain() {
        Plane plane = new Plane("G2", 3, 2, "fabric").taken(10, 0, 1, DAY, null);
        Shape three = new Shape("G2", null, 3, true, 0, 0);
        assertThat(place(three, plane)).contains(List.of("11:0-1000", "20:0-1000", "21:0-1000"));
        Shape four = new Shape("G2", null, 4, true, 0, 0);
        assertThat(place(four, plane)).isEmpty();
        assertThat(place(Shape.cards("G2", 5), plane)).isPresent();
    }

    @Test
    void a_card_without_cpu_left_is_not_free() {
        Plane plane = new Plane("G2", 2, 4, null);
        plane.rooms.put(1, new HostRoom(1, 3000, 10_000_000, List.of()));
        Shape two = new Shape("G2", null, 2, false, 2000, 1);
        assertThat(place(two, plane)).contains(List.of("10:0-1000", "20:0-1000"));
        var use = new HostRoom.Use(UUID.randomUUID(), 1500, 1, 0, Span.OPEN);
        plane.rooms.put(1, new HostRoom(1, 3000, 10_000_000, List.of(use)));
        assertThat(place(two, plane)).contains(List.of("20:0-1000", "21:0-1000"));
    }

    @Test
    void the_peak_of_a_host_counts_and_not_the_sum() {
        List<HostRoom.Use> oneAfterTheOther = List.of(
                new HostRoom.Use(UUID.randomUUID(), 2000, 1, 0, 500),
                new HostRoom.Use(UUID.randomUUID(), 2000, 1, 500, 1000));
        Plane plane = new Plane("G2", 1, 1, null);
        plane.rooms.put(1, new HostRoom(1, 3000, 100, oneAfterTheOther));
        assertThat(place(new Shape("G2", null, 1, false, 1000, 1), plane)).isPresent();
        assertThat(place(new Shape("G2", null, 1, false, 1001, 1), plane)).isEmpty();
    }

    @Test
    void training_leaves_inference_its_share() {
        Plane plane = new Plane(A100, 1, 4, null);
        plane.floor = "0.5";
        Shape two = Shape.cards(A100, 2);
        assertThat(policy.place(question(two, Workload.TRAINING, DAY), plane)).isPresent();
        assertThat(policy.place(question(Shape.cards(A100, 3), Workload.TRAINING, DAY), plane))
                .isEmpty();
        assertThat(policy.place(question(Shape.cards(A100, 3), Workload.INFERENCE, DAY), plane))
                .isPresent();
        plane.taken(10, 0, 8, DAY, null);
        assertThat(policy.place(question(two, Workload.TRAINING, DAY), plane)).isEmpty();
    }

    @Test
    void blocks_that_follow_one_another_count_once_for_the_floor() {
        Plane plane = new Plane(A100, 1, 8, null);
        plane.floor = "0.5";
        long day = DAY.until();
        Span week = new Span(0, 7 * day);
        for (int i = 0; i < 7; i++) {
            plane.taken(10, 0, 8, new Span(i * day, (i + 1) * day), null);
        }
        Shape three = Shape.cards(A100, 3);
        assertThat(policy.place(question(three, Workload.TRAINING, week), plane))
                .isPresent();
        assertThat(policy.place(question(Shape.cards(A100, 4), Workload.TRAINING, week), plane))
                .isEmpty();
        assertThat(policy.count(question(Shape.cards(A100, 1), Workload.TRAINING, week), plane, 100))
                .isEqualTo(3);
        assertThat(policy.count(question(Shape.cards(A100, 2), Workload.TRAINING, week), plane, 100))
                .isEqualTo(1);
        assertThat(policy.count(question(Shape.cards(A100, 1), Workload.INFERENCE, week), plane, 100))
                .isEqualTo(7);
        // At their peak two blocks hold two cards: the second of one and the first of the other.
        plane.taken(11, 0, 8, new Span(day / 2, day + day / 2), null);
        assertThat(policy.count(question(Shape.cards(A100, 1), Workload.TRAINING, week), plane, 100))
                .isEqualTo(2);
    }

    @Test
    void what_fits_is_counted() {
        Plane plane = new Plane("G2", 2, 2, null).taken(10, 0, 600, DAY, null);
        assertThat(policy.count(question(Shape.thousandths("G2", 300), Workload.INFERENCE, DAY), plane, 100))
                .isEqualTo(1 + 3 + 3 + 3);
        assertThat(policy.count(question(Shape.cards("G2", 2), Workload.INFERENCE, DAY), plane, 100))
                .isEqualTo(1);
        assertThat(policy.count(question(Shape.cards("G2", 1), Workload.INFERENCE, DAY), plane, 2))
                .isEqualTo(2);
    }
}
