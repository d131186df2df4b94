package cloud.tessera.inventory.calendar;

import static cloud.tessera.inventory.World.A100;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Demand;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Plane;
import cloud.tessera.inventory.placement.Policies;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.limit.Workload;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ShardTest {
    private final Catalogue catalogue = Catalogue.shipped();
    private long claims;

    /** So many hosts with a card each, numbered alike from 1. */
    private Plane hosts(int number) {
        return new Plane(
                Collections.nCopies(
                        number, new Plane.Machine(catalogue.orFungible(A100), 1, 10_000_000, 100_000_000, null)),
                Demand.UNKNOWN);
    }

    private List<Integer> hold(Plane plane, int shard, int cards) {
        Shape shape = Shape.cards(A100, cards);
        Question question = new Question(
                catalogue.orFungible(A100),
                shape,
                catalogue.hostShare(shape),
                Workload.TRAINING,
                Plane.SITE,
                new Span(0, 1_000_000),
                new UUID(0, 1),
                Set.of());
        Placement placement =
                new Shard(Policies.DEFAULT, shard).place(question, plane).orElseThrow();
        plane.hold(new UUID(1, ++claims), placement, question);
        return placement.pieces().stream().map(Placement.Piece::device).toList();
    }

    @Test
    void each_shard_has_hosts_of_its_own_and_takes_others_when_they_are_full() {
        Plane plane = hosts(16);
        for (int i = 0; i < 8; i++) {
            assertThat(hold(plane, 0, 1).getFirst()).isBetween(1, 8);
        }
        assertThat(hold(plane, 1, 1).getFirst()).isBetween(9, 16);
        assertThat(hold(plane, 0, 1).getFirst()).isBetween(9, 16);
        assertThat(hold(plane, -2, 1).getFirst()).isBetween(9, 16);
    }

    @Test
    void several_cards_are_sought_among_all_hosts() {
        assertThat(hold(hosts(16), 0, 12)).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void a_small_pool_is_not_divided() {
        Plane plane = hosts(15);
        for (int i = 0; i < 15; i++) {
            hold(plane, 1, 1);
        }
        assertThat(claims).isEqualTo(15);
    }
}
