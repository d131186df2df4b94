package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.Refusal;
import java.util.List;

/**
 * How an allocation is held.
 *
 * @param movable whether the platform may move it while it runs: the new run is ready before the old one stops. On
 *     demand that costs less, where the price book says so
 * @param replicas how often the shape is there, 1 to {@link #MOST_REPLICAS}, each on a host of its own where there is one
 */
public record Kind(Tier tier, boolean movable, int replicas) {
    public static final int MOST_REPLICAS = 64;

    private static final int MOST_PIECES = 1024;

    /** What is meant where nothing is said: on demand, not movable, once. */
    public static final Kind PLAIN = new Kind(Tier.ON_DEMAND, false, 1);

    /** Refused as {@code invalid_replicas}. */
    void check(Shape shape) {
        if (replicas < 1
                || replicas > MOST_REPLICAS
                || (replicas > 1 && (long) shape.pieces() * replicas > MOST_PIECES)) {
            throw Refusal.invalid(
                            "invalid_replicas",
                            "An allocation has 1 to " + MOST_REPLICAS + " replicas and at most " + MOST_PIECES
                                    + " pieces in all.",
                            "replicas")
                    .asException();
        }
    }

    public boolean preemptible() {
        return tier == Tier.PREEMPTIBLE;
    }

    /**
     * What is priced and metered: the first of these that has a price. A price book may know no other price for what may be
     * moved; then it costs what everything on demand does. What gives way costs the same whether it may be moved or not.
     */
    public List<String> skus(Shape shape) {
        if (preemptible()) {
            return List.of(shape.preemptibleSku());
        }
        return movable ? List.of(shape.movableSku(), shape.sku()) : List.of(shape.sku());
    }

    /** Units of the SKU that all replicas are together. */
    public int units(Shape shape) {
        return Math.multiplyExact(shape.quantity(), replicas);
    }

    /** All replicas as one shape, for what counts and does not place. */
    Shape all(Shape shape) {
        return shape.times(replicas);
    }
}
