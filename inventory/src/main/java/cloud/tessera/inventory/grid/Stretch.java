package cloud.tessera.inventory.grid;

/**
 * Hours in which bits of a card are held.
 *
 * @param from the first hour since 1970
 * @param until the hour after the last one; {@link Long#MAX_VALUE} without an end
 */
record Stretch(long from, long until, int mask) implements Comparable<Stretch> {
    @Override
    public int compareTo(Stretch other) {
        int byStart = Long.compare(from, other.from);
        if (byStart != 0) {
            return byStart;
        }
        int byEnd = Long.compare(until, other.until);
        return byEnd != 0 ? byEnd : Integer.compare(mask, other.mask);
    }
}
