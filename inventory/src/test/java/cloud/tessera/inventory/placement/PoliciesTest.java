package cloud.tessera.inventory.placement;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PoliciesTest {
    private static final String A100 = "nvidia-a100-80gb";
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1000;
    private static final HostShare LITTLE = new HostShare(1_000, 1_024);

    private final Catalogue catalogue = Catalogue.shipped();
    private long claims;

    @Test
    void keep_large_leaves_the_half_that_a_second_profile_needs() {
        Plane plane = cards(A100, 1, 1, Demand.UNKNOWN);
        assertThat(hold("keep-large", partition("3g.40gb", Span.OPEN), plane)).isEqualTo("1:4-8");
        assertThat(hold("keep-large", partition("4g.40gb", Span.OPEN), plane)).isEqualTo("1:0-4");
        Plane other = cards(A100, 1, 1, Demand.UNKNOWN);
        assertThat(hold("first-fit", partition("3g.40gb", Span.OPEN), other)).isEqualTo("1:0-4");
    }

    @Test
    void keep_large_fills_a_card_that_is_open_already() {
        Plane plane = cards(A100, 3, 1, Demand.UNKNOWN);
        String first = hold("keep-large", partition("2g.20gb", Span.OPEN), plane);
        String second = hold("keep-large", partition("2g.20gb", Span.OPEN), plane);
        assertThat(second.charAt(0)).isEqualTo(first.charAt(0));
    }

    @Test
    void by_lease_what_ends_late_joins_what_ends_late() {
        Plane plane = cards(A100, 2, 1, new Demand(List.of(), Map.of(A100, Duration.ofHours(10))));
        holdOn(plane, 1, partition("1g.10gb", 2 * HOUR));
        holdOn(plane, 2, partition("1g.10gb", 40 * HOUR));
        assertThat(hold("keep-large-by-lease", partition("1g.10gb", 40 * HOUR), plane))
                .startsWith("2:");
    }

    @Test
    void a_host_that_would_be_left_without_cpu_for_its_cards_is_avoided() {
        // Two hosts with one card each; on the first, CPU is short. What needs much of it goes where cards stay
        // sellable.
        AcceleratorModel model = catalogue.orFungible("G2");
        var ask = new Demand.Ask(Set.of(), 0, 500, new HostShare(4_000, 1_024), 1);
        Plane plane = new Plane(
                List.of(
                        new Plane.Machine(model, 1, 9_000, 100_000, null),
                        new Plane.Machine(model, 1, 64_000, 100_000, null)),
                new Demand(List.of(ask), Map.of()));
        Question hungry = question(new Shape("G2", Shape.THOUSANDTH, 100, false, 6_000, 1_024), Span.OPEN);
        assertThat(hold("best-fit", hungry, plane)).startsWith("1:");
        Plane again = new Plane(
                List.of(
                        new Plane.Machine(model, 1, 9_000, 100_000, null),
                        new Plane.Machine(model, 1, 64_000, 100_000, null)),
                new Demand(List.of(ask), Map.of()));
        assertThat(hold("mix", hungry, again)).startsWith("2:");
    }

    @Test
    void every_policy_finds_a_place_exactly_where_first_fit_finds_one() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Plane plane = cards(A100, 2, 2, Demand.UNKNOWN);
            for (int i = 0; i < 6; i++) {
                Question some = partition(profile(random), (1 + random.nextInt(9)) * HOUR);
                PlacementPolicy policy = Policies.named(Policies.names()
                                .get(random.nextInt(Policies.names().size())))
                        .orElseThrow();
                policy.choose(some, plane).ifPresent(choice -> plane.hold(next(), choice.placement(), some));
            }
            Question asked = partition(profile(random), 5 * HOUR);
            boolean free = new FirstFit().place(asked, plane).isPresent();
            for (String name : Policies.names()) {
                assertThat(Policies.named(name)
                                .orElseThrow()
                                .place(asked, plane)
                                .isPresent())
                        .as(name)
                        .isEqualTo(free);
            }
        }
    }

    @Test
    void what_is_placed_depends_little_on_the_order_of_hosts() {
        List<Plane.Machine> machines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            machines.add(new Plane.Machine(catalogue.orFungible("G2"), 4, 16_000 + 4_000L * (i % 5), 64_000, null));
        }
        int inOrder = fill(machines);
        Collections.shuffle(machines, new Random(3));
        assertThat(fill(machines)).isCloseTo(inOrder, Offset.offset(inOrder / 50));
    }

    private int fill(List<Plane.Machine> machines) {
        List<Demand.Ask> asks = List.of(
                new Demand.Ask(Set.of(), 0, 300, new HostShare(3_000, 4_096), 2),
                new Demand.Ask(Set.of(), 0, 700, new HostShare(5_000, 8_192), 1),
                new Demand.Ask(Set.of(), 1, 0, new HostShare(4_000, 8_192), 1));
        Plane plane = new Plane(machines, new Demand(asks, Map.of()));
        Random random = new Random(11);
        int placed = 0;
        for (int i = 0; i < 200; i++) {
            Demand.Ask ask = asks.get(random.nextInt(asks.size()));
            Shape shape = ask.cards() > 0
                    ? new Shape(
                            "G2",
                            null,
                            1,
                            false,
                            ask.share().cpuMilli(),
                            ask.share().memoryMib())
                    : new Shape(
                            "G2",
                            Shape.THOUSANDTH,
                            ask.parts(),
                            false,
                            ask.share().cpuMilli(),
                            ask.share().memoryMib());
            Question question = question(shape, Span.OPEN);
            var choice = Policies.DEFAULT.choose(question, plane);
            choice.ifPresent(found -> plane.hold(next(), found.placement(), question));
            placed += choice.isPresent() ? ask.cards() * 1000 + ask.parts() : 0;
        }
        return placed;
    }

    @Test
    void a_gang_lies_on_whole_hosts_and_a_single_card_leaves_them_whole() {
        String model = "nvidia-h100-80gb";
        Plane plane = cards(model, 3, 4, Demand.UNKNOWN);
        String first = hold("default", question(new Shape(model, null, 1, false, 1, 1), Span.OPEN), plane);
        String second = hold("default", question(new Shape(model, null, 1, false, 1, 1), Span.OPEN), plane);
        int host = (Integer.parseInt(first.substring(0, first.indexOf(':'))) - 1) / 4;
        assertThat((Integer.parseInt(second.substring(0, second.indexOf(':'))) - 1) / 4)
                .isEqualTo(host);
        Question gang = question(new Shape(model, null, 4, true, 1, 1), Span.OPEN);
        assertThat(Policies.DEFAULT.count(gang, plane, 9)).isEqualTo(2);
        assertThat(Policies.DEFAULT.place(gang, plane).orElseThrow().hosts()).hasSize(1);
    }

    @Test
    void one_move_makes_room_and_nothing_is_moved_onto_its_own_place() {
        Plane plane = cards(A100, 2, 1, Demand.UNKNOWN);
        holdOn(plane, 1, partition("1g.10gb", Span.OPEN));
        UUID other = holdOn(plane, 2, partition("1g.10gb", Span.OPEN));
        Question whole = partition("7g.80gb", Span.OPEN);
        assertThat(Policies.DEFAULT.place(whole, plane)).isEmpty();

        var makeRoom = new MakeRoom(Policies.DEFAULT);
        assertThat(makeRoom.find(whole, plane, 1, _ -> null)).isEmpty();
        var found = makeRoom.find(whole, plane, 1, claim -> claim.equals(other) ? plane.question(claim) : null)
                .orElseThrow();

        assertThat(found.moves()).containsOnlyKeys(other);
        assertThat(found.moves().values())
                .singleElement()
                .satisfies(to ->
                        assertThat(to.placement().pieces().getFirst().device()).isEqualTo(1));
        assertThat(found.asked().placement().pieces().getFirst().device()).isEqualTo(2);
    }

    @Test
    void two_moves_make_room_where_one_is_not_enough() {
        Plane plane = cards(A100, 2, 1, Demand.UNKNOWN);
        holdOn(plane, 1, partition("1g.10gb", Span.OPEN));
        holdOn(plane, 1, partition("1g.10gb", Span.OPEN));
        holdOn(plane, 2, partition("1g.10gb", Span.OPEN));
        holdOn(plane, 2, partition("3g.40gb", Span.OPEN));
        Question whole = partition("7g.80gb", Span.OPEN);
        var makeRoom = new MakeRoom(Policies.DEFAULT);

        assertThat(makeRoom.find(whole, plane, 1, plane::question)).isEmpty();
        var room = makeRoom.find(whole, plane, 2, plane::question).orElseThrow();

        assertThat(room.moves()).hasSize(2);
        room.moves().forEach((claim, to) -> {
            Question question = plane.question(claim);
            plane.free(claim);
            plane.hold(claim, to.placement(), question);
        });
        assertThat(Policies.DEFAULT.place(whole, plane)).isPresent();
    }

    @Test
    void a_claim_that_has_no_other_place_is_not_moved() {
        Plane plane = cards(A100, 1, 1, Demand.UNKNOWN);
        holdOn(plane, 1, partition("4g.40gb", Span.OPEN));
        holdOn(plane, 1, partition("1g.10gb", Span.OPEN));
        assertThat(new MakeRoom(Policies.DEFAULT)
                        .find(partition("3g.40gb", Span.OPEN), plane, MakeRoom.MOST, plane::question))
                .isEmpty();
    }

    private static String profile(Random random) {
        return List.of("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb")
                .get(random.nextInt(6));
    }

    private Plane cards(String model, int hosts, int cardsEach, Demand demand) {
        return new Plane(
                Collections.nCopies(
                        hosts,
                        new Plane.Machine(catalogue.orFungible(model), cardsEach, 10_000_000, 100_000_000, null)),
                demand);
    }

    private Question partition(String profile, long until) {
        return question(new Shape(A100, profile, 1, false, LITTLE.cpuMilli(), LITTLE.memoryMib()), until);
    }

    private Question question(Shape shape, long until) {
        return new Question(
                catalogue.orFungible(shape.model()),
                shape,
                catalogue.hostShare(shape),
                Workload.INFERENCE,
                Plane.SITE,
                new Span(0, until),
                new UUID(0, 1),
                Set.of());
    }

    private String hold(String policy, Question question, Plane plane) {
        Placement placement =
                Policies.named(policy).orElseThrow().place(question, plane).orElseThrow();
        plane.hold(next(), placement, question);
        Placement.Piece piece = placement.pieces().getFirst();
        return piece.device() + ":" + piece.slots().start() + "-"
                + piece.slots().end();
    }

    /** Holds the first place of one card. */
    private UUID holdOn(Plane plane, int device, Question question) {
        Set<Integer> others = new HashSet<>(Set.of(1, 2));
        others.remove(device);
        UUID claim = next();
        plane.hold(claim, new FirstFit().place(question.avoiding(others), plane).orElseThrow(), question);
        return claim;
    }

    private UUID next() {
        return new UUID(1, ++claims);
    }
}
