package cloud.tessera.inventory.matching;

import cloud.tessera.inventory.geometry.Shape;
import java.util.List;
import java.util.Optional;

/**
 * A shape that holds the work, before anybody asks where.
 *
 * @param shape one copy of the work, or all copies where each takes one card or slice
 * @param copies how many times the shape is taken
 * @param perSecond of all copies together; empty where the speed is not known
 * @param reasons why it fits, in words
 */
record Fit(Shape shape, int copies, Optional<Double> perSecond, List<String> reasons) {
    Fit {
        reasons = List.copyOf(reasons);
    }

    /** Units that are priced. */
    long units() {
        return (long) shape.quantity() * copies;
    }
}
