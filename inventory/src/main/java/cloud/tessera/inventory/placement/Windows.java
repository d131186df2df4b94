package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.SlotRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The places of a card where profiles may lie, by the place of a piece that meets them. */
final class Windows {
    private final List<Window> all;
    private final Map<SlotRange, List<Window>> meeting = new HashMap<>();

    /**
     * A place where profiles may lie.
     *
     * @param value size to a power, once for each profile
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

    /** A variant that takes an extra slot is the same place as its plain profile, and is not counted again. */
    static Windows of(Geometry.Partitioned geometry, double exponent) {
        Map<SlotRange, Double> values = new HashMap<>();
        for (Profile profile : geometry.profiles()) {
            for (int start : profile.starts()) {
                double value = profile.extraSlot().isPresent() ? 0 : Math.pow(profile.size(), exponent);
                values.merge(new SlotRange(start, start + profile.size()), value, Double::sum);
            }
        }
        List<Window> all = new ArrayList<>();
        values.forEach((slots, value) -> all.add(new Window(slots, value)));
        return new Windows(List.copyOf(all));
    }

    List<Window> meeting(SlotRange piece) {
        List<Window> known = meeting.get(piece);
        return known != null
                ? known
                : all.stream().filter(window -> window.slots.overlaps(piece)).toList();
    }
}
