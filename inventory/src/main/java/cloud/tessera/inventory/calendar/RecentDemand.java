package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Demand;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has been asked for lately in this process, placed or not: the last two thousand asks. Placement looks at it to keep
 * free what is wanted. Each process learns for itself; a new one knows nothing and places by best fit until it has seen some.
 */
final class RecentDemand {
    private static final int REMEMBERED = 2_000;
    /** The picture changes this often, so that what is worked out from it can be kept in between. */
    private static final int REFRESHED = 200;

    private final Deque<Asked> asked = new ArrayDeque<>();
    private int sinceRefresh;
    private volatile Demand known = Demand.UNKNOWN;

    private record Kind(String model, int cards, int parts, HostShare share) {}

    /** @param micros how long it is wanted; 0 where it has no end */
    private record Asked(Kind kind, long micros) {}

    Demand known() {
        return known;
    }

    /** To be called by one thread at a time. */
    void note(Question question) {
        Span span = question.span();
        asked.add(new Asked(kind(question), span.until() == Span.OPEN ? 0 : span.until() - span.from()));
        if (asked.size() > REMEMBERED) {
            asked.remove();
        }
        if (++sinceRefresh >= Math.min(REFRESHED, asked.size())) {
            sinceRefresh = 0;
            known = demand();
        }
    }

    private static Kind kind(Question question) {
        Shape shape = question.shape();
        HostShare share = question.share();
        if (shape.wholeCards()) {
            // Of several cards that may lie apart, each is an ask of its own.
            int together = shape.gang() ? shape.quantity() : 1;
            return new Kind(
                    shape.model(),
                    together,
                    0,
                    new HostShare(share.cpuMilli() * together, share.memoryMib() * together));
        }
        int slots = question.model().geometry().slots();
        return new Kind(shape.model(), 0, question.slots() / shape.pieces() * Geometry.Fungible.PARTS / slots, share);
    }

    private Demand demand() {
        Map<Kind, Integer> kinds = new HashMap<>();
        Map<String, long[]> leases = new HashMap<>(); // micros and how many
        for (Asked each : asked) {
            kinds.merge(each.kind, 1, Integer::sum);
            if (each.micros > 0) {
                long[] sums = leases.computeIfAbsent(each.kind.model, _ -> new long[2]);
                sums[0] += each.micros / 1000; // milliseconds, so that two thousand of them cannot overflow
                sums[1]++;
            }
        }
        List<Demand.Ask> asks = new ArrayList<>();
        kinds.forEach((kind, count) ->
                asks.add(new Demand.Ask(Set.of(kind.model), kind.cards, kind.parts, kind.share, count)));
        Map<String, Duration> means = new HashMap<>();
        leases.forEach((model, sums) -> means.put(model, Duration.ofMillis(Math.max(1, sums[0] / sums[1]))));
        return new Demand(asks, means);
    }
}
