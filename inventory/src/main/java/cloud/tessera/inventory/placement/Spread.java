package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.HostShare;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Places replicas one after another by another policy, all in one pool: each on hosts that no replica before it has taken,
 * or, where there are none left, wherever it fits. A question for one replica goes through as it is.
 */
public final class Spread implements PlacementPolicy {
    private final PlacementPolicy each;

    public Spread(PlacementPolicy each) {
        this.each = each;
    }

    PlacementPolicy each() {
        return each;
    }

    @Override
    public String name() {
        return each.name();
    }

    @Override
    public Optional<Choice> choose(Question question, CalendarView view) {
        if (question.replicas() == 1) {
            return each.choose(question, view);
        }
        return view.groups(question.model().key(), question.site()).stream()
                .map(pool -> inPool(question, pool, new Overlay(view, pool)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public OptionalInt host(List<Question> questions, HostShare share, CalendarView view) {
        return each.host(questions, share, view);
    }

    @Override
    public int count(Question question, CalendarView view, int most) {
        return question.replicas() == 1
                ? each.count(question, view, most)
                : each.count(question.replicated(1), view, Math.multiplyExact(most, question.replicas()))
                        / question.replicas();
    }

    private Optional<Choice> inPool(Question question, Group pool, Overlay filling) {
        Question one = question.replicated(1);
        Set<Integer> apart = new HashSet<>(question.avoid());
        List<Placement> replicas = new ArrayList<>();
        double cost = 0;
        for (int i = 1; i <= question.replicas(); i++) {
            Optional<Choice> found = each.choose(one.avoiding(apart), filling);
            if (found.isEmpty()) {
                found = each.choose(one, filling);
            }
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Placement placement = found.get().placement();
            filling.take(new UUID(0, i), placement, question.span());
            placement.hosts().forEach(on -> apart.addAll(devices(pool, on.host())));
            replicas.add(placement);
            cost += found.get().cost();
        }
        return Optional.of(new Choice(question, together(replicas), cost));
    }

    private static List<Integer> devices(Group pool, int host) {
        return pool.hosts().stream()
                .filter(each -> each.id() == host)
                .flatMap(each -> each.devices().stream())
                .toList();
    }

    private static Placement together(List<Placement> replicas) {
        Map<Integer, Placement.OnHost> hosts = new TreeMap<>();
        replicas.stream()
                .flatMap(replica -> replica.hosts().stream())
                .forEach(on -> hosts.merge(
                        on.host(),
                        on,
                        (a, b) -> new Placement.OnHost(
                                a.host(), a.cpuMilli() + b.cpuMilli(), a.memoryMib() + b.memoryMib())));
        List<Placement.Piece> pieces = replicas.stream()
                .flatMap(replica -> replica.pieces().stream())
                .sorted(Comparator.comparingInt(Placement.Piece::device)
                        .thenComparingInt(piece -> piece.slots().start()))
                .toList();
        Placement first = replicas.getFirst();
        return new Placement(
                first.site(), first.pool(), pieces, List.copyOf(hosts.values()), first.holder(), first.wholeHosts());
    }
}
