package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.SlotRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The places of a card where profiles may lie, by the place of a piece that meets them. */
final class Windows {
    private final List<Window> all;
    private final Map<SlotRange, List<Window>> meeting = new HashMap<>();

    /**
     * A place where profiles may lie.
     *
     * @param value in units of a window of one slot
     */
    record Window(SlotRange slots, double value) {
        /** When the last of its slots is free, of those that are held; microseconds since 1970. */
        long freeAt(long[] heldUntil) {
            long last = Long.MIN_VALUE;
            for (int slot = slots.start(); slot < slots.end(); slot++) {
                last = Math.max(last, heldUntil[slot]);
            }
            return last;
        }
    }

    private Windows(List<Window> all) {
        this.all = all;
        for (Window piece : all) {
            meeting.put(
                    piece.slots,
                    all.stream()
                            .filter(window -> window.slots.overlaps(piece.slots))
                            .toList());
        }
    }

    /**
     * A variant that takes an extra slot is the same place as its plain profile, and is not counted.
     *
     * @param exponent what the size is raised to
     * @param onlyPlace how many times as much a part of a card is worth that is the only place of some profile
     * @param lastUse what a window is worth more for each slot that nothing smaller can use
     */
    static Windows of(Geometry.Partitioned geometry, double exponent, double onlyPlace, double lastUse) {
        List<Profile> plain = geometry.profiles().stream()
                .filter(profile -> profile.extraSlot().isEmpty())
                .toList();
        Map<SlotRange, Double> values = new LinkedHashMap<>();
        for (Profile profile : plain) {
            boolean only = profile.starts().size() == 1 && profile.size() < geometry.slots();
            for (int start : profile.starts()) {
                double value = Math.pow(profile.size(), exponent) * (only ? onlyPlace : 1)
                        + lastUse * slotsOfNoSmaller(plain, profile.size(), start);
                values.merge(new SlotRange(start, start + profile.size()), value, Math::max);
            }
        }
        List<Window> all = new ArrayList<>();
        values.forEach((slots, value) -> all.add(new Window(slots, value)));
        return new Windows(List.copyOf(all));
    }

    private static long slotsOfNoSmaller(List<Profile> profiles, int size, int start) {
        return IntStream.range(start, start + size)
                .filter(slot -> profiles.stream()
                        .filter(profile -> profile.size() < size)
                        .flatMap(profile ->
                                profile.starts().stream().map(first -> new SlotRange(first, first + profile.size())))
                        .noneMatch(smaller -> smaller.start() <= slot && slot < smaller.end()))
                .count();
    }

    List<Window> meeting(SlotRange piece) {
        List<Window> known = meeting.get(piece);
        return known != null
                ? known
                : all.stream().filter(window -> window.slots.overlaps(piece)).toList();
    }
}
