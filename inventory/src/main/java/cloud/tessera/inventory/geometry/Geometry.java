package cloud.tessera.inventory.geometry;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How cards of a model can be divided. */
public sealed interface Geometry {
    /** The card's own slots; a card sold whole takes all of them. */
    int slots();

    /** Slots above the card's own, for what a card has only once. */
    int extraSlots();

    /** Every range of slots that one tile may have; none where a card is divided freely. The database refuses others. */
    Set<SlotRange> legalTiles();

    /**
     * Partitions with legal starts, such as MIG.
     *
     * @param slots the card's own placement units: 4, 8, 12, ...
     * @param extraSlots slots above them, numbered from {@code slots}
     */
    record Partitioned(int slots, int extraSlots, List<Profile> profiles) implements Geometry {
        public Partitioned {
            profiles = List.copyOf(profiles);
            for (Profile profile : profiles) {
                int last = profile.starts().getLast() + profile.size();
                if (last > slots || profile.starts().getFirst() < 0) {
                    throw new IllegalArgumentException(profile.name() + " reaches beyond " + slots + " slots");
                }
                int most = slots + extraSlots;
                profile.extraSlot().ifPresent(extra -> {
                    if (extra < slots || extra >= most) {
                        throw new IllegalArgumentException(profile.name() + " names no extra slot of the card");
                    }
                });
            }
        }

        /** The whole card, what it has once, and what the profiles take. */
        @Override
        public Set<SlotRange> legalTiles() {
            Set<SlotRange> tiles = new HashSet<>();
            tiles.add(new SlotRange(0, slots));
            for (int extra = slots; extra < slots + extraSlots; extra++) {
                tiles.add(new SlotRange(extra, extra + 1));
            }
            for (Profile profile : profiles) {
                profile.starts().forEach(start -> tiles.addAll(profile.ranges(start)));
            }
            return tiles;
        }

        public Optional<Profile> profile(String name) {
            return profiles.stream().filter(p -> p.name().equals(name)).findFirst();
        }
    }

    /** Divided freely into thousandths; a claim may hold several ranges of a card, and where they lie does not matter. */
    record Fungible() implements Geometry {
        /** Parts of one card. */
        public static final int PARTS = 1000;

        @Override
        public int slots() {
            return PARTS;
        }

        @Override
        public int extraSlots() {
            return 0;
        }

        @Override
        public Set<SlotRange> legalTiles() {
            return Set.of();
        }
    }

    /** How the devices of a claim lie to one another in their fabric domain. */
    enum Together {
        /** Every device reaches every other: any will do. */
        ANYWHERE,
        /** One after another, within one host if they fit into one: rings and chains. */
        ROW,
        /**
         * In blocks that begin at multiples of their size. Counted along a curve through a torus (two devices, then two
         * such pairs beside each other, and so on) such a block is a box of it.
         */
        BLOCK;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whole devices, several of which must lie together in one fabric domain.
     *
     * @param counts how many devices a claim may take, ascending; empty where any number will do
     * @param forms the vendor's names of these counts, such as {@code 2x4}; empty or as long as {@code counts}
     * @param perHost devices in one host, as the vendor builds them
     * @param together how they lie to one another
     * @param cube devices of a block that is switched as one: larger claims join any of these; 0 where nothing is switched
     */
    record Topological(List<Integer> counts, List<String> forms, int perHost, Together together, int cube)
            implements Geometry {
        public Topological {
            counts = List.copyOf(counts);
            forms = List.copyOf(forms);
            if (!forms.isEmpty() && forms.size() != counts.size()) {
                throw new IllegalArgumentException("Each form needs its count");
            }
            for (int count : counts) {
                if (cube > 0 && count > cube && count % cube != 0) {
                    throw new IllegalArgumentException(count + " is no number of cubes of " + cube);
                }
            }
        }

        @Override
        public int slots() {
            return 1;
        }

        @Override
        public int extraSlots() {
            return 0;
        }

        @Override
        public Set<SlotRange> legalTiles() {
            return Set.of(new SlotRange(0, 1));
        }

        /** Whether a claim may take so many devices. */
        public boolean allows(int devices) {
            return devices > 0 && (counts.isEmpty() || counts.contains(devices));
        }
    }
}
