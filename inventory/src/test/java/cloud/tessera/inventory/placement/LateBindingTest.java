package cloud.tessera.inventory.placement;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LateBindingTest {
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1000;
    private static final PlacementPolicy GANGS = Policies.GANGS;

    private final AcceleratorModel h100 =
            Catalogue.shipped().find("nvidia-h100-80gb").orElseThrow();
    private final Map<UUID, Question> coming = new HashMap<>();
    private long claims;

    @Test
    void a_gang_lies_in_one_host_and_a_larger_one_on_whole_hosts() {
        Plane plane = racks(1, 3, 4);
        hold(plane, 3, 0, 10);
        assertThat(hosts(plane, 2)).containsExactly(2);
        assertThat(hosts(plane, 8)).containsExactly(2, 3);
        assertThat(hosts(plane, 6)).containsExactly(2, 3);
        assertThat(GANGS.place(ask(9, 0, 10), plane)).as("4 + 4 + 1").isPresent();
        hold(plane, 2, 0, 10);
        assertThat(GANGS.place(ask(7, 0, 10), plane)).isEmpty();
        assertThat(Policies.DEFAULT.place(ask(7, 0, 10), plane))
                .as("what ships spreads a gang over parts of hosts rather than refuse it")
                .isPresent();
    }

    @Test
    void claims_that_have_not_started_make_room_for_a_whole_rack() {
        Plane plane = racks(2, 2, 4);
        UUID here = hold(plane, 4, 10, 20);
        UUID other = holdOn(plane, 4, 5, 15, 3);
        Question rack = ask(8, 8, 30);
        assertThat(GANGS.place(rack, plane)).isEmpty();

        MakeRoom.Room room = new LateBinding(GANGS).find(rack, plane, coming).orElseThrow();

        assertThat(room.moves()).hasSize(1);
        assertThat(room.moves().keySet()).containsAnyOf(here, other);
        apply(plane, room, rack);
    }

    @Test
    void what_has_started_stays_where_it_is() {
        Plane plane = racks(2, 2, 4);
        UUID here = hold(plane, 4, 10, 20);
        UUID other = holdOn(plane, 4, 5, 15, 3);
        coming.remove(here);
        coming.remove(other);
        assertThat(new LateBinding(GANGS).find(ask(8, 8, 30), plane, coming)).isEmpty();
    }

    @Test
    void nothing_is_moved_where_a_claim_would_lose_its_place() {
        Plane plane = racks(1, 2, 4);
        hold(plane, 4, 10, 20);
        hold(plane, 4, 10, 20);
        assertThat(new LateBinding(GANGS).find(ask(4, 15, 25), plane, coming)).isEmpty();
    }

    @Test
    void cards_of_one_host_are_given_anew_to_what_comes() {
        Plane plane = racks(1, 1, 2);
        hold(plane, 1, 0, 5);
        coming.clear();
        UUID second = hold(plane, 1, 4, 8);
        UUID first = hold(plane, 1, 8, 12);
        Question asked = ask(1, 5, 20);
        assertThat(GANGS.place(asked, plane)).isEmpty();

        MakeRoom.Room room = new LateBinding(GANGS).find(asked, plane, coming).orElseThrow();

        assertThat(room.moves()).containsOnlyKeys(first);
        assertThat(coming).containsKey(second);
        apply(plane, room, asked);
    }

    @Test
    void whatever_is_moved_everything_keeps_a_place_for_its_time() {
        Random random = new Random(5);
        int rooms = 0;
        for (int round = 0; round < 150; round++) {
            coming.clear();
            Plane plane = racks(2, 3, 4);
            for (int i = 0; i < 14; i++) {
                int from = random.nextInt(12);
                Question some = ask(1 + random.nextInt(5), from, from + 1 + random.nextInt(8));
                GANGS.place(some, plane).ifPresent(placement -> hold(plane, some, placement));
            }
            coming.values().removeIf(question -> question.span().from() < 4 * HOUR);
            Question asked = ask(1 + random.nextInt(12), 5, 10);
            if (GANGS.place(asked, plane).isEmpty()) {
                var room = new LateBinding(GANGS).find(asked, plane, coming);
                room.ifPresent(found -> apply(plane, found, asked));
                rooms += room.isPresent() ? 1 : 0;
            }
        }
        assertThat(rooms).isGreaterThan(5);
    }

    @Test
    void work_that_may_start_later_starts_before_the_pool_is_full_or_where_it_empties() {
        Plane plane = racks(1, 1, 8);
        hold(plane, 7, 0, 10);
        MakeRoom.Room room =
                new FlexibleStart(GANGS).find(ask(2, 0, 5), 24, plane, Map.of()).orElseThrow();
        assertThat(room.asked().question().span()).isEqualTo(new Span(10 * HOUR, 15 * HOUR));
        assertThat(new FlexibleStart(GANGS).find(ask(2, 0, 5), 5, plane, Map.of()))
                .isEmpty();
    }

    /** Everything that is moved gives its place up first; then no two may overlap. */
    private void apply(Plane plane, MakeRoom.Room room, Question asked) {
        room.moves().keySet().forEach(plane::free);
        room.moves().forEach((claim, to) -> {
            assertThat(to.question()).isEqualTo(coming.get(claim));
            holdFree(plane, claim, to.placement(), to.question());
        });
        holdFree(plane, new UUID(0, ++claims), room.asked().placement(), asked);
    }

    private static void holdFree(Plane plane, UUID claim, Placement placement, Question question) {
        placement
                .pieces()
                .forEach(piece -> assertThat(plane.card(piece.device())
                                .free(piece.slots().start(), piece.slots().end(), question.span()))
                        .isTrue());
        plane.hold(claim, placement, question);
    }

    private List<Integer> hosts(Plane plane, int cards) {
        return GANGS.place(ask(cards, 0, 5), plane).orElseThrow().hosts().stream()
                .map(Placement.OnHost::host)
                .toList();
    }

    private UUID hold(Plane plane, int cards, int from, int until) {
        Question question = ask(cards, from, until);
        return hold(plane, question, GANGS.place(question, plane).orElseThrow());
    }

    private UUID holdOn(Plane plane, int cards, int from, int until, int host) {
        Set<Integer> others = new HashSet<>();
        for (Group group : plane.groups(h100.key(), Plane.SITE)) {
            group.hosts().stream().filter(each -> each.id() != host).forEach(each -> others.addAll(each.devices()));
        }
        Question question = ask(cards, from, until);
        return hold(
                plane, question, GANGS.place(question.avoiding(others), plane).orElseThrow());
    }

    private UUID hold(Plane plane, Question question, Placement placement) {
        UUID claim = new UUID(0, ++claims);
        plane.hold(claim, placement, question);
        coming.put(claim, question);
        return claim;
    }

    private Plane racks(int racks, int hosts, int cards) {
        return new Plane(
                IntStream.range(0, racks * hosts)
                        .mapToObj(host -> new Plane.Machine(h100, cards, 1_000_000, 1_000_000, "rack " + host / hosts))
                        .toList(),
                Demand.UNKNOWN);
    }

    private Question ask(int cards, int from, int until) {
        return new Question(
                h100,
                new Shape(h100.key(), null, cards, cards > 1, 1, 1),
                new HostShare(1, 1),
                Workload.TRAINING,
                Plane.SITE,
                new Span(from * HOUR, until * HOUR),
                new UUID(0, 7),
                Set.of());
    }
}
