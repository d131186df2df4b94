package cloud.tessera.portal.part;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Shape;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Models and shapes in words. */
public final class Shapes {
    private Shapes() {}

    public static AcceleratorModel model(String key) {
        return Catalogue.shipped().orFungible(key);
    }

    /** A shape, as in {@code 2 × NVIDIA H100 80GB} or {@code 3 × 1g.10gb of NVIDIA H100 80GB}. */
    public static String text(Shape shape) {
        String model = model(shape.model()).name();
        if (shape.wholeCards()) {
            return Texts.text("shape.cards", shape.quantity(), model);
        }
        if (shape.thousandths()) {
            return Texts.text("shape.thousandths", shape.quantity(), model);
        }
        return Texts.text("shape.partitions", shape.quantity(), unit(shape.sku()), model);
    }

    /** One unit of an SKU, as in {@code card}: what a price is per. */
    public static String unit(String sku) {
        String part = sku.substring(sku.indexOf('/') + 1);
        if (part.endsWith(Shape.PREEMPTIBLE)) {
            return Texts.text("unit.preemptible", unit(Shape.plainSku(sku)));
        }
        if (part.endsWith(Shape.MOVABLE)) {
            return Texts.text("unit.movable", unit(Shape.plainSku(sku)));
        }
        return switch (part) {
            case "card" -> Texts.text("unit.card");
            case Shape.THOUSANDTH -> Texts.text("unit.thousandth");
            default -> part;
        };
    }

    /** An SKU in words, as in {@code NVIDIA H100 80GB, 1g.10gb}. */
    public static String sku(String sku) {
        int slash = sku.indexOf('/');
        return slash < 0 ? sku : model(sku.substring(0, slash)).name() + ", " + unit(sku);
    }

    /** What part of a card one unit of an SKU is, to six decimals: for charts, not for bills. */
    public static BigDecimal cardsOf(String sku) {
        int slash = sku.indexOf('/');
        String part = Shape.plainSku(sku).substring(slash + 1);
        Geometry geometry = model(sku.substring(0, slash)).geometry();
        long size = switch (part) {
            case "card" -> geometry.slots();
            case Shape.THOUSANDTH -> 1;
            default ->
                geometry instanceof Geometry.Partitioned partitioned
                        ? partitioned.profile(part).map(p -> (long) p.size()).orElse(0L)
                        : 0L;
        };
        return BigDecimal.valueOf(size).divide(BigDecimal.valueOf(geometry.slots()), 6, RoundingMode.HALF_UP);
    }
}
