package cloud.tessera.inventory.geometry;

import java.util.List;
import java.util.Optional;

/** All models that the product knows, as shipped with it. */
public final class Catalogue {
    private Catalogue() {}

    /** The catalogue in this build; read once. */
    public static Catalogue shipped() {
        throw new IllegalStateException("under construction");
    }

    public Optional<AcceleratorModel> find(String key) {
        throw new IllegalStateException("under construction");
    }

    /** The model, or a fungible one of that name where the catalogue does not know it. */
    public AcceleratorModel orFungible(String key) {
        throw new IllegalStateException("under construction");
    }

    /** In the order of their keys. */
    public List<AcceleratorModel> all() {
        throw new IllegalStateException("under construction");
    }

    /**
     * Refuses a shape that makes no sense for its model: {@code unknown_profile}, {@code invalid_quantity}. Nothing is
     * said about where it would fit.
     */
    public void check(Shape shape) {
        throw new IllegalStateException("under construction");
    }

    /** What one piece of the shape takes from its host: what it asks for, or its share of the model's default. */
    public HostShare hostShare(Shape shape) {
        throw new IllegalStateException("under construction");
    }
}
