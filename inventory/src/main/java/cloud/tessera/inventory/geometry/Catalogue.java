package cloud.tessera.inventory.geometry;

import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.term.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All models that the product knows, as shipped with it in {@code catalogue/*.yaml}. */
public final class Catalogue {
    /** More pieces than any fleet has; what is beyond is a slip of the keyboard. */
    private static final int MOST_PIECES = 100_000;

    private static final int UNKNOWN_TURNAROUND_MINUTES = 5;
    private static final int UNKNOWN_CPU_MILLI = 4_000;
    private static final long UNKNOWN_MEMORY_MIB = 16_384;

    private final Map<String, AcceleratorModel> models = new TreeMap<>();

    Catalogue(Collection<AcceleratorModel> models) {
        for (AcceleratorModel model : models) {
            if (this.models.put(model.key(), model) != null) {
                throw new IllegalArgumentException("Twice in the catalogue: " + model.key());
            }
        }
    }

    /** The catalogue in this build; read once. */
    public static Catalogue shipped() {
        return Shipped.CATALOGUE;
    }

    private static final class Shipped {
        static final Catalogue CATALOGUE = new Catalogue(CatalogueFiles.readAll());
    }

    public Optional<AcceleratorModel> find(String key) {
        return Optional.ofNullable(models.get(key));
    }

    /** The model, or a fungible one of that name where the catalogue does not know it. */
    public AcceleratorModel orFungible(String key) {
        AcceleratorModel known = models.get(key);
        return known != null ? known : unknown(key);
    }

    /** In the order of their keys. */
    public List<AcceleratorModel> all() {
        return List.copyOf(models.values());
    }

    private static AcceleratorModel unknown(String key) {
        String family = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        return new AcceleratorModel(
                key,
                key,
                "unknown",
                family,
                0,
                new Geometry.Fungible(),
                List.of(),
                null,
                UNKNOWN_TURNAROUND_MINUTES,
                UNKNOWN_CPU_MILLI,
                UNKNOWN_MEMORY_MIB,
                "none",
                List.of(),
                "Not in the catalogue: divided freely");
    }

    /**
     * Refuses a shape that makes no sense for its model: {@code unknown_profile}, {@code invalid_quantity}. Nothing is
     * said about where it would fit.
     */
    public void check(Shape shape) {
        Geometry geometry = orFungible(shape.model()).geometry();
        if (shape.pieces() > MOST_PIECES) {
            throw invalidQuantity("At most " + MOST_PIECES + " at a time.");
        }
        switch (geometry) {
            case Geometry.Partitioned partitioned -> {
                if (!shape.wholeCards()) {
                    profile(shape, partitioned);
                }
            }
            case Geometry.Fungible fungible -> {
                if (!shape.wholeCards() && !shape.thousandths()) {
                    throw unknownProfile(shape, List.of(Shape.THOUSANDTH));
                }
                if (shape.thousandths() && shape.quantity() > fungible.slots()) {
                    throw invalidQuantity(
                            "A card has " + fungible.slots() + " thousandths; ask for whole cards beyond.");
                }
            }
            case Geometry.Topological topological -> {
                if (!shape.wholeCards()) {
                    throw unknownProfile(shape, List.of());
                }
                if (!topological.allows(shape.quantity())) {
                    throw invalidQuantity(shape.model() + " is sold in these numbers: " + topological.counts() + ".");
                }
            }
        }
    }

    /** What the shape counts against quota, exactly. */
    public CardEquivalents units(Shape shape) {
        if (shape.wholeCards()) {
            return CardEquivalents.cards(shape.quantity());
        }
        if (shape.thousandths()) {
            return CardEquivalents.fraction(1, Geometry.Fungible.PARTS, shape.quantity());
        }
        if (orFungible(shape.model()).geometry() instanceof Geometry.Partitioned partitioned) {
            return CardEquivalents.fraction(profile(shape, partitioned).size(), partitioned.slots(), shape.quantity());
        }
        throw unknownProfile(shape, List.of());
    }

    /** What one piece of the shape takes from its host: what it asks for, or its share of the model's default. */
    public HostShare hostShare(Shape shape) {
        AcceleratorModel model = orFungible(shape.model());
        long part = 1;
        long of = 1;
        if (shape.thousandths()) {
            part = shape.quantity();
            of = Geometry.Fungible.PARTS;
        } else if (!shape.wholeCards() && model.geometry() instanceof Geometry.Partitioned partitioned) {
            part = profile(shape, partitioned).size();
            of = partitioned.slots();
        }
        int cpu = shape.cpuMilli() > 0 ? shape.cpuMilli() : (int) (model.hostCpuMilliPerCard() * part / of);
        long memory = shape.memoryMib() > 0 ? shape.memoryMib() : model.hostMemoryMibPerCard() * part / of;
        return new HostShare(cpu, memory);
    }

    private static Profile profile(Shape shape, Geometry.Partitioned geometry) {
        String name = String.valueOf(shape.profile());
        return geometry.profile(name)
                .orElseThrow(() -> unknownProfile(
                        shape, geometry.profiles().stream().map(Profile::name).toList()));
    }

    private static RuntimeException unknownProfile(Shape shape, List<String> known) {
        String instead = known.isEmpty() ? "It is sold whole." : "It has " + String.join(", ", known) + ".";
        return Refusal.invalid(
                        "unknown_profile",
                        shape.model() + " has no profile " + shape.profile() + ". " + instead,
                        "profile")
                .asException();
    }

    private static RuntimeException invalidQuantity(String detail) {
        return Refusal.invalid("invalid_quantity", detail, "quantity").asException();
    }
}
