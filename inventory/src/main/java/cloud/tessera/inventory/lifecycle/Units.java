package cloud.tessera.inventory.lifecycle;

import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Shape;
import java.util.List;

/** How many units of a shape's SKU some granted parts are: less than its quantity where devices have been lost. */
final class Units {
    private Units() {}

    static int of(Shape shape, List<Granted> granted) {
        if (shape.wholeCards()) {
            return granted.size();
        }
        if (shape.thousandths()) {
            return granted.stream()
                    .mapToInt(part -> part.slotEnd() - part.slotStart())
                    .sum();
        }
        // What lies above the card's own slots comes with a partition and is none.
        Geometry geometry = Catalogue.shipped().orFungible(shape.model()).geometry();
        return (int) granted.stream()
                .filter(part -> part.slotStart() < geometry.slots())
                .count();
    }
}
