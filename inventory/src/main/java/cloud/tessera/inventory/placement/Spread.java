package cloud.tessera.inventory.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    @Override
    public Optional<Placement> place(Question question, CalendarView view) {
        if (question.replicas() == 1) {
            return each.place(question, view);
        }
        for (Group group : view.groups(question.model().key(), question.site())) {
            Optional<Placement> found = inPool(question, new Filling(view, group));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public int count(Question question, CalendarView view, int most) {
        return question.replicas() == 1
                ? each.count(question, view, most)
                : each.count(question.replicated(1), view, Math.multiplyExact(most, question.replicas()))
                        / question.replicas();
    }

    private Optional<Placement> inPool(Question question, Filling filling) {
        Question one = question.replicated(1);
        Set<Integer> apart = new HashSet<>(question.avoid());
        List<Placement> replicas = new ArrayList<>();
        for (int i = 1; i <= question.replicas(); i++) {
            Optional<Placement> found = each.place(one.avoiding(apart), filling);
            if (found.isEmpty()) {
                found = each.place(one, filling);
            }
            if (found.isEmpty()) {
                return Optional.empty();
            }
            filling.take(found.get(), new UUID(0, i), question.span());
            found.get().hosts().forEach(on -> apart.addAll(filling.devices(on.host())));
            replicas.add(found.get());
        }
        return Optional.of(together(replicas));
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

    /** One pool, with the replicas on it that have been placed so far. */
    private static final class Filling implements CalendarView {
        private final CalendarView view;
        private final Group pool;
        private final Map<Integer, Card> cards = new HashMap<>();
        private final Map<Integer, HostRoom> rooms = new HashMap<>();

        private Filling(CalendarView view, Group pool) {
            this.view = view;
            this.pool = pool;
        }

        @Override
        public List<Group> groups(String model, String site) {
            return List.of(pool);
        }

        @Override
        public Card card(int device) {
            return Objects.requireNonNullElseGet(cards.get(device), () -> view.card(device));
        }

        @Override
        public HostRoom room(int host) {
            return Objects.requireNonNullElseGet(rooms.get(host), () -> view.room(host));
        }

        private void take(Placement placement, UUID replica, Span span) {
            for (Placement.Piece piece : placement.pieces()) {
                var tile = new Tile(
                        replica,
                        piece.slots().start(),
                        piece.slots().end(),
                        span.from(),
                        span.until(),
                        placement.holder());
                cards.put(piece.device(), card(piece.device()).with(Long.MIN_VALUE, null, List.of(tile)));
            }
            for (Placement.OnHost on : placement.hosts()) {
                var use = new HostRoom.Use(replica, on.cpuMilli(), on.memoryMib(), span.from(), span.until());
                rooms.put(on.host(), room(on.host()).with(Long.MIN_VALUE, null, List.of(use)));
            }
        }

        private List<Integer> devices(int host) {
            return pool.hosts().stream()
                    .filter(each -> each.id() == host)
                    .flatMap(each -> each.devices().stream())
                    .toList();
        }
    }
}
