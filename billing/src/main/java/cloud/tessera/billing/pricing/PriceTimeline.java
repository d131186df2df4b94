package cloud.tessera.billing.pricing;

import cloud.tessera.billing.money.Rate;
import cloud.tessera.quota.limit.Workload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The prices of one currency over some time, in memory: pure look-ups, a price of the site before one for every site. */
public final class PriceTimeline {
    /** The site of a price that holds wherever no site has its own. */
    public static final String EVERYWHERE = "*";

    private record Key(String sku, Workload workload, String site) {}

    private final Map<Key, NavigableMap<Instant, Price>> prices = new HashMap<>();
    private final SortedSet<Instant> changes = new TreeSet<>();

    PriceTimeline(List<Price> prices) {
        for (Price price : prices) {
            this.prices
                    .computeIfAbsent(new Key(price.sku(), price.workload(), price.site()), key -> new TreeMap<>())
                    .put(price.from(), price);
            changes.add(price.from());
            if (price.until() != null) {
                changes.add(price.until());
            }
        }
    }

    /** The instants at which any price begins or ends, in order. Between two of them every rate stays the same. */
    public List<Instant> changes() {
        return List.copyOf(changes);
    }

    /** The rate at an instant. */
    public Optional<Rate> rate(String sku, Workload workload, String site, Instant at) {
        return at(new Key(sku, workload, site), at).or(() -> at(new Key(sku, workload, EVERYWHERE), at));
    }

    /** The rates over a time, in order; empty where any of it has no price. */
    public Optional<List<Piece>> pieces(String sku, Workload workload, String site, Instant from, Instant until) {
        List<Piece> pieces = new ArrayList<>();
        List<Instant> cuts = new ArrayList<>(changes.tailSet(from));
        cuts.remove(from);
        cuts.removeIf(cut -> !cut.isBefore(until));
        cuts.add(until);
        Instant begin = from;
        for (Instant cut : cuts) {
            Optional<Rate> rate = rate(sku, workload, site, begin);
            if (rate.isEmpty()) {
                return Optional.empty();
            }
            if (!pieces.isEmpty() && pieces.getLast().rate().equals(rate.get())) {
                pieces.set(pieces.size() - 1, new Piece(pieces.getLast().from(), cut, rate.get()));
            } else {
                pieces.add(new Piece(begin, cut, rate.get()));
            }
            begin = cut;
        }
        return Optional.of(List.copyOf(pieces));
    }

    private Optional<Rate> at(Key key, Instant at) {
        NavigableMap<Instant, Price> line = prices.get(key);
        Map.Entry<Instant, Price> entry = line == null ? null : line.floorEntry(at);
        if (entry == null) {
            return Optional.empty();
        }
        Price price = entry.getValue();
        boolean over = price.until() != null && !at.isBefore(price.until());
        return over ? Optional.empty() : Optional.of(new Rate(price.ratePerHour(), price.currency()));
    }
}
