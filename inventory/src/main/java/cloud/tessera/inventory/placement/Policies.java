package cloud.tessera.inventory.placement;

import java.util.List;
import java.util.Optional;

/** All placement policies by name. */
public final class Policies {
    private static final double EQUALLY = 1;

    private static final PlacementPolicy BY_GEOMETRY =
            new Ranked("default", new ByGeometry(new KeepLarge(true), new Mix(EQUALLY), new BestFit()));

    /**
     * What ships: gang-first-fit for gangs of whole devices that have an end; keep-large where cards are partitioned, mix
     * where they are divided freely, best-fit for other whole devices.
     */
    public static final PlacementPolicy DEFAULT = new GangFirstFit(BY_GEOMETRY.name(), BY_GEOMETRY, false);

    /** Gangs of whole devices in one host or on whole hosts, or not at all; the rest by first fit. */
    public static final PlacementPolicy GANGS = new GangFirstFit("gang-first-fit", new FirstFit(), true);

    private static final List<PlacementPolicy> ALL = List.of(
            DEFAULT,
            new FirstFit(),
            GANGS,
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
