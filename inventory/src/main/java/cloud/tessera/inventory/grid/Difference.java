package cloud.tessera.inventory.grid;

import java.util.ArrayList;
import java.util.List;

/** What changed between two sorted lists. */
final class Difference {
    private Difference() {}

    /** What of a list another one does not have, each as often as it has it more often. */
    static <T extends Comparable<T>> List<T> without(List<T> list, List<T> other) {
        List<T> left = new ArrayList<>();
        int at = 0;
        for (T each : list) {
            while (at < other.size() && other.get(at).compareTo(each) < 0) {
                at++;
            }
            if (at < other.size() && other.get(at).equals(each)) {
                at++;
            } else {
                left.add(each);
            }
        }
        return left;
    }
}
