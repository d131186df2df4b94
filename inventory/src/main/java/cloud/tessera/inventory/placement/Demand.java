package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.HostShare;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is asked for as a rule: the work that a free place should still be good for. Immutable.
 */
public final class Demand {
    /** Nothing is known. */
    public static final Demand UNKNOWN = new Demand(List.of(), Map.of());

    private static final Duration USUAL_LEASE = Duration.ofDays(1);

    private final List<Ask> asks;
    private final Map<String, Duration> leases;
    private final Fragmentation fragmentation;

    /**
     * One kind of ask.
     *
     * @param models keys of the models that will do; empty where any will
     * @param cards whole cards on one host; 0 for a part of a card, or for no card at all
     * @param parts thousandths of one card; 0 for whole cards, or for no card at all
     * @param share what all of it takes of the host
     * @param weight how often it is asked for, in any unit
     */
    public record Ask(Set<String> models, int cards, int parts, HostShare share, double weight) {
        public Ask {
            models = Set.copyOf(models);
        }

        boolean runsOn(String model) {
            return models.isEmpty() || models.contains(model);
        }
    }

    /**
     * @param leases how long claims last in the mean, by model; a day where it is not known
     */
    public Demand(List<Ask> asks, Map<String, Duration> leases) {
        this.asks = List.copyOf(asks);
        this.leases = Map.copyOf(leases);
        this.fragmentation = new Fragmentation(this.asks);
    }

    /** Whether no ask is known. */
    public boolean unknown() {
        return asks.isEmpty();
    }

    Duration meanLease(String model) {
        return leases.getOrDefault(model, USUAL_LEASE);
    }

    Fragmentation fragmentation() {
        return fragmentation;
    }
}
