package cloud.tessera.inventory.offer;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.World;
import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Shape;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtherShapesTest {
    private static Optional<Shape> like(Shape shape, String other) {
        Catalogue catalogue = Catalogue.shipped();
        AcceleratorModel model = catalogue.orFungible(shape.model());
        return OtherShapes.like(model, shape, catalogue.orFungible(other));
    }

    @Test
    void a_partition_is_like_the_smallest_of_another_model_that_has_its_memory() {
        Shape slice = Shape.partitions(World.A100, "2g.20gb", 3);
        assertThat(like(slice, World.H100)).contains(Shape.partitions(World.H100, "1g.20gb", 3));
        assertThat(like(Shape.partitions(World.A100, "7g.80gb", 1), "nvidia-a30-24gb"))
                .isEmpty();
    }

    @Test
    void one_partition_is_like_thousandths_of_a_card_that_is_divided_freely_and_the_other_way_round() {
        assertThat(like(Shape.partitions(World.A100, "1g.10gb", 1), World.L40S))
                .contains(Shape.thousandths(World.L40S, 209));
        assertThat(like(Shape.partitions(World.A100, "1g.10gb", 2), World.L40S)).isEmpty();
        assertThat(like(Shape.thousandths(World.L40S, 400), World.A100))
                .contains(Shape.partitions(World.A100, "1g.20gb", 1));
    }

    @Test
    void whole_cards_are_like_whole_cards_with_no_less_memory() {
        assertThat(like(Shape.cards(World.L40S, 2), World.A100)).contains(Shape.cards(World.A100, 2));
        assertThat(like(Shape.cards(World.A100, 2), World.L40S)).isEmpty();
    }

    @Test
    void what_nobody_knows_the_memory_of_is_like_nothing() {
        assertThat(like(Shape.thousandths("mystery", 10), World.A100)).isEmpty();
        assertThat(like(Shape.partitions(World.A100, "1g.10gb", 1), "mystery")).isEmpty();
    }
}
