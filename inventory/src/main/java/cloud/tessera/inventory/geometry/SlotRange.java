package cloud.tessera.inventory.geometry;

/** Slots of a card from {@code start} to before {@code end}; never empty. */
public record SlotRange(int start, int end) {
    public SlotRange {
        if (start < 0 || start >= end) {
            throw new IllegalArgumentException("Not a range of slots: [" + start + ", " + end + ")");
        }
    }

    public int size() {
        return end - start;
    }

    public boolean overlaps(SlotRange other) {
        return start < other.end && other.start < end;
    }
}
