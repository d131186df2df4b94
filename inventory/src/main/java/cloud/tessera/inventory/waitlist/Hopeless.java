package cloud.tessera.inventory.waitlist;

import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Refuses as {@code never_available} what could not be booked if nobody held anything, so that nobody waits for it in vain,
 * with what could: less of it, or another site.
 *
 * @param holder who waits, as cards know it
 */
record Hopeless(Search search, UUID holder) {
    private static final int MOST_SITES = 2;

    /**
     * @param wanted sites that will do
     * @param others sites that lie within the same limits
     */
    void refuse(Wait wait, List<String> wanted, List<String> others) {
        Shape shape = wait.shape();
        TimeWindow window = wait.within();
        if (wanted.isEmpty() || wanted.stream().anyMatch(site -> possible(shape, site, window))) {
            return;
        }
        boolean floor = wanted.stream().anyMatch(site -> search.everFreeWithoutFloors(question(shape, site, window)));
        List<Refusal.Alternative> instead = new ArrayList<>();
        int largest = wanted.stream()
                .mapToInt(site -> largest(shape, site, window))
                .max()
                .orElse(0);
        if (largest > 0) {
            instead.add(new Refusal.Alternative(
                    "smaller",
                    "Up to " + largest + " of them could be booked.",
                    Map.of("quantity", Integer.toString(largest))));
        }
        others.stream()
                .filter(site -> !wanted.contains(site) && possible(shape, site, window))
                .limit(MOST_SITES)
                .forEach(site -> instead.add(new Refusal.Alternative(
                        "other_site", "It can be waited for in " + site + ".", Map.of("site", site))));
        String why = floor
                ? "the pools there keep a share of their cards for inference, and what is left for training is less."
                : "there is less of it there, whoever holds it.";
        throw Refusal.invalid(
                        "never_available",
                        "Waiting for this in " + String.join(" or ", wanted) + " would be in vain: " + why,
                        "quantity")
                .withAlternatives(instead)
                .asException();
    }

    private boolean possible(Shape shape, String site, TimeWindow window) {
        return search.everFree(question(shape, site, window));
    }

    private Question question(Shape shape, String site, TimeWindow window) {
        return search.question(shape, Workload.TRAINING, site, window.start(), window.end(), holder);
    }

    /** The most of a shape that a site could hold at once, below what was asked for; 0 where it is none. */
    private int largest(Shape shape, String site, TimeWindow window) {
        if (question(shape, site, window).model().geometry() instanceof Geometry.Topological slices) {
            return slices.counts().stream()
                    .filter(count -> count < shape.quantity() && possible(less(shape, count), site, window))
                    .max(Comparator.naturalOrder())
                    .orElse(0);
        }
        int fits = 0;
        int not = shape.quantity();
        while (not - fits > 1) {
            int middle = fits + (not - fits) / 2;
            if (possible(less(shape, middle), site, window)) {
                fits = middle;
            } else {
                not = middle;
            }
        }
        return fits;
    }

    private static Shape less(Shape shape, int quantity) {
        return new Shape(shape.model(), shape.profile(), quantity, shape.gang(), shape.cpuMilli(), shape.memoryMib());
    }
}
