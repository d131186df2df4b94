package cloud.tessera.inventory.grid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which nodes of which eras tell what is held in a window of hours. */
record Window(List<Part> parts) {
    /**
     * What to look at in one era.
     *
     * @param any nodes that make up the window
     * @param all nodes above these
     */
    record Part(long era, int[] any, int[] all) {}

    /**
     * @param from the first hour since 1970
     * @param until the hour after the last one
     * @param first the first era that can be looked at
     * @param past the era after the last one
     */
    static Window of(long from, long until, long first, long past) {
        List<Part> parts = new ArrayList<>(2);
        long start = Math.max(from, first * Era.HOURS);
        long end = Math.min(until, past * Era.HOURS);
        for (long hour = start; hour < end; ) {
            long era = Math.floorDiv(hour, Era.HOURS);
            long next = Math.min(end, (era + 1) * Era.HOURS);
            parts.add(part(era, (int) (hour - era * Era.HOURS), (int) (next - era * Era.HOURS)));
            hour = next;
        }
        return new Window(parts);
    }

    private static Part part(long era, int from, int until) {
        int[] nodes = new int[Era.MOST_NODES];
        int parts = Era.cover(from, until, nodes);
        int[] any = Arrays.copyOf(nodes, parts);
        int[] above = new int[Era.MOST_NODES];
        int count = 0;
        for (int node : any) {
            for (int each = node; each > 0; ) {
                each = Era.parent(each);
                if (contains(above, count, each)) {
                    break; // and so are those above it
                }
                above[count++] = each;
            }
        }
        return new Part(era, any, Arrays.copyOf(above, count));
    }

    private static boolean contains(int[] nodes, int count, int node) {
        for (int i = 0; i < count; i++) {
            if (nodes[i] == node) {
                return true;
            }
        }
        return false;
    }
}
