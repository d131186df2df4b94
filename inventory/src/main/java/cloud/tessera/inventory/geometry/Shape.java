package cloud.tessera.inventory.geometry;

import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param model a key of the catalogue, or of a model that came in as fungible
 * @param profile a profile of a partitioned model, {@link #THOUSANDTH} of a fungible one, or null for whole cards
 * @param quantity cards, partitions, or thousandths of one card (1 to 1000)
 * @param gang whether all of it must lie in one fabric domain
 * @param cpuMilli thousandths of a vCPU with each card or partition, or with all the thousandths together; 0 takes the
 *     model's share
 * @param memoryMib MiB of host memory, counted the same way; 0 takes the model's share
 */
public record Shape(String model, @Nullable String profile, int quantity, boolean gang, int cpuMilli, long memoryMib) {
    /** The profile of a fungible card's parts. */
    public static final String THOUSANDTH = "thousandth";

    /** What the SKU of something that gives way to others ends with. */
    public static final String PREEMPTIBLE = ":preemptible";

    /** What the SKU of something that keeps its capacity, but not its place, ends with. */
    public static final String MOVABLE = ":movable";

    public Shape {
        if (quantity < 1 || cpuMilli < 0 || memoryMib < 0) {
            throw new IllegalArgumentException("A shape has a quantity of at least one and no negative host share");
        }
    }

    public static Shape cards(String model, int quantity) {
        return new Shape(model, null, quantity, false, 0, 0);
    }

    public static Shape partitions(String model, String profile, int quantity) {
        return new Shape(model, profile, quantity, false, 0, 0);
    }

    public static Shape thousandths(String model, int quantity) {
        return new Shape(model, THOUSANDTH, quantity, false, 0, 0);
    }

    /** What is priced: {@code <model>/<profile>}, {@code <model>/card} or {@code <model>/thousandth}. */
    public String sku() {
        return model + "/" + (profile == null ? "card" : profile);
    }

    /** What is priced where it gives way to others: {@code <model>/<profile>:preemptible}. */
    public String preemptibleSku() {
        return sku() + PREEMPTIBLE;
    }

    /** What is priced where it may be moved while it runs: {@code <model>/<profile>:movable}. */
    public String movableSku() {
        return sku() + MOVABLE;
    }

    /** An SKU without what says how it is held. */
    public static String plainSku(String sku) {
        int end = sku.lastIndexOf(':');
        String held = end < 0 ? "" : sku.substring(end);
        return held.equals(PREEMPTIBLE) || held.equals(MOVABLE) ? sku.substring(0, end) : sku;
    }

    /** The same so many times, as an amount: thousandths may come to more than one card. */
    public Shape times(int count) {
        return new Shape(model, profile, Math.multiplyExact(quantity, count), gang, cpuMilli, memoryMib);
    }

    public boolean wholeCards() {
        return profile == null;
    }

    public boolean thousandths() {
        return THOUSANDTH.equals(profile);
    }

    /** Separate pieces, each with its host share: cards or partitions; all thousandths together are one. */
    public int pieces() {
        return thousandths() ? 1 : quantity;
    }
}
