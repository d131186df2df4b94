package cloud.tessera.inventory.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * One way to cut a partition from a card. Two partitions coexist when none of their slot ranges overlap.
 *
 * @param name as the vendor calls it, such as {@code 3g.40gb}
 * @param size slots on the card's own axis
 * @param starts where it may begin, ascending
 * @param max how many of it one card can hold
 * @param memoryGb memory of one partition, as the vendor rounds it
 * @param extraSlot a slot above the card's own that it takes as well, because the card has what the profile needs only
 *     once (the media engines of {@code +me}); profiles that need the same thing name the same slot
 */
public record Profile(String name, int size, List<Integer> starts, int max, int memoryGb, OptionalInt extraSlot) {
    public Profile {
        starts = List.copyOf(starts);
        if (size < 1 || max < 1 || starts.isEmpty()) {
            throw new IllegalArgumentException("A profile has a size, a start and a maximum of at least one: " + name);
        }
    }

    /** The tiles of one partition that begins at a legal start: its own slots, then the extra one if it takes one. */
    public List<SlotRange> ranges(int start) {
        if (!starts.contains(start)) {
            throw new IllegalArgumentException(name + " cannot begin at slot " + start + ", only at " + starts);
        }
        List<SlotRange> ranges = new ArrayList<>(2);
        ranges.add(new SlotRange(start, start + size));
        extraSlot.ifPresent(extra -> ranges.add(new SlotRange(extra, extra + 1)));
        return ranges;
    }
}
