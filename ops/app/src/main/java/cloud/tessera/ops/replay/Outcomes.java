package cloud.tessera.ops.replay;

import cloud.tessera.inventory.allocation.AllocationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * What became of the pods.
 *
 * @param refused how many pods were refused, by the code of the refusal
 */
record Outcomes(List<Accepted> accepted, SortedMap<String, Integer> refused) {

    /** The code under which a pod without a single second is counted. */
    static final String EMPTY_INTERVAL = "empty_interval";

    /** Quantity times seconds of all that was accepted. */
    long unitSeconds() {
        return accepted.stream()
                .mapToLong(a -> Math.multiplyExact(
                        a.quantity(), Duration.between(a.start(), a.end()).toSeconds()))
                .sum();
    }

    /** An allocation that was accepted, from its creation to its release. */
    record Accepted(AllocationId id, String organization, String sku, long quantity, Instant start, Instant end) {}
}
