package cloud.tessera.inventory.geometry;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which names somebody may have meant who wrote one that there is not. */
public final class Spelling {
    private Spelling() {}

    /**
     * The names that are most like what was written, best first; none of those that have nothing in common with it. Likeness
     * is Dice's coefficient over the pairs of neighbouring letters (L. R. Dice, Ecology 26, 1945), which takes a part of a
     * long name, as {@code h100}, for nearer than another long name.
     */
    public static List<String> nearest(String written, Collection<String> names, int most) {
        Set<String> pairs = pairs(written);
        return names.stream()
                .filter(name -> shared(pairs, name) > 0)
                .sorted(Comparator.<String>comparingInt(name -> likeness(pairs, name))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    /** In thousandths. */
    private static int likeness(Set<String> pairs, String name) {
        return 2000 * shared(pairs, name) / (pairs.size() + pairs(name).size());
    }

    private static int shared(Set<String> pairs, String name) {
        Set<String> both = pairs(name);
        both.retainAll(pairs);
        return both.size();
    }

    private static Set<String> pairs(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 2 <= lower.length(); i++) {
            pairs.add(lower.substring(i, i + 2));
        }
        return pairs;
    }
}
