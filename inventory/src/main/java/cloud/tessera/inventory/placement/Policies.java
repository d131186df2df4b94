package cloud.tessera.inventory.placement;

import java.util.List;
import java.util.Optional;

/** All placement policies by name. */
public final class Policies {
    private static final double EQUALLY = 1;

    /** What ships: keep-large where cards are partitioned, mix where they are divided freely, best-fit for whole devices. */
    public static final PlacementPolicy DEFAULT =
            new Ranked("default", new ByGeometry(new KeepLarge(true), new Mix(EQUALLY), new BestFit()));

    private static final List<PlacementPolicy> ALL = List.of(
            DEFAULT,
            new FirstFit(),
            new Ranked("best-fit", new BestFit()),
            new Ranked("keep-large", new KeepLarge(false)),
            new Ranked("keep-large-by-lease", new KeepLarge(true)),
            new Ranked("mix", new Mix(EQUALLY)),
            new Ranked("fgd", new Mix(0)));

    private Policies() {}

    public static Optional<PlacementPolicy> named(String name) {
        return ALL.stream().filter(policy -> policy.name().equals(name)).findFirst();
    }

    public static List<String> names() {
        return ALL.stream().map(PlacementPolicy::name).toList();
    }
}
