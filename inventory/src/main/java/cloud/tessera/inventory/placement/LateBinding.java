package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.placement.PlacementPolicy.Choice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes room for what finds no place by laying claims elsewhere that have not started. Pure. Each of them has a place
 * before and after, at the same site and for the same time, or nothing is moved. First some hosts are looked at without
 * such claims, those first of which the least would have to move: what was asked for takes its place there, and the claims
 * find theirs anew, the largest first, where they were if that is still free. Where that is not enough and the claims are
 * few, all of them in the pool are packed again with what was asked for among them.
 */
public final class LateBinding {
    /** So many sets of hosts are tried; the answer must come soon. */
    private static final int MOST_WAYS = 16;

    /** More claims than this are not packed again at once, and no more of one host. */
    private static final int MOST_CLAIMS = 64;

    private static final UUID ASKED = new UUID(0, 0);

    private final PlacementPolicy policy;

    /** Hosts on which there is room once the claims on them are elsewhere. */
    private record Way(Lifted lifted, Group group, List<Group.Host> hosts, List<Lifted.Claim> claims) {
        private double cost() {
            return claims.stream().mapToDouble(Lifted.Claim::size).sum();
        }
    }

    public LateBinding(PlacementPolicy policy) {
        this.policy = policy;
    }

    /**
     * Where claims go and what was asked for then lies; empty where that makes no room, or nothing has to move.
     *
     * @param movable claims that have not started, with what they ask for: for the time for which they hold their tiles
     */
    public Optional<MakeRoom.Room> find(Question asked, CalendarView view, Map<UUID, Question> movable) {
        List<Way> ways = new ArrayList<>();
        List<Lifted> pools = new ArrayList<>();
        for (Group group : view.groups(asked.model().key(), asked.site())) {
            Lifted lifted = new Lifted(group, view, asked.span(), movable);
            if (!lifted.all().isEmpty() && Floor.leaves(group, asked, view)) {
                addWays(ways, lifted, group, asked, view);
                pools.add(lifted);
            }
        }
        ways.sort(Comparator.comparingDouble(Way::cost));
        return ways.stream()
                .limit(MOST_WAYS)
                .map(way -> tryOut(way, asked, view))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> pools.stream()
                        .filter(pool -> pool.all().size() <= MOST_CLAIMS)
                        .map(pool -> packAgain(pool, asked, view))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static void addWays(List<Way> ways, Lifted lifted, Group group, Question asked, CalendarView view) {
        int pieces = asked.shape().pieces();
        for (List<Group.Host> hosts : Reach.together(group, asked)) {
            int largest =
                    hosts.stream().mapToInt(host -> host.devices().size()).max().orElse(0);
            List<Way> alone = new ArrayList<>();
            for (Group.Host host : hosts) {
                List<Lifted.Claim> on = lifted.on(host);
                int wanted = Math.min(pieces, host.devices().size());
                boolean enough = pieces <= largest ? wanted == pieces : wanted > 0;
                if (enough && (pieces > largest || !on.isEmpty()) && on.size() <= MOST_CLAIMS) {
                    CalendarView without = on.isEmpty() ? view : lifted.without(on, view);
                    if (Reach.pieces(group, host, asked, without, wanted) >= wanted) {
                        alone.add(new Way(lifted, group, List.of(host), on));
                    }
                }
            }
            if (pieces <= largest) {
                ways.addAll(alone);
            } else {
                together(alone, lifted, group, pieces).ifPresent(ways::add);
            }
        }
    }

    /** The hosts of one domain from which the least has to move, as many as it takes. */
    private static Optional<Way> together(List<Way> alone, Lifted lifted, Group group, int pieces) {
        alone.sort(Comparator.comparingDouble(Way::cost));
        List<Group.Host> hosts = new ArrayList<>();
        Set<Lifted.Claim> claims = new LinkedHashSet<>();
        int found = 0;
        for (Way way : alone) {
            if (found < pieces) {
                hosts.addAll(way.hosts);
                claims.addAll(way.claims);
                found += way.hosts.getFirst().devices().size();
            }
        }
        return found < pieces || claims.isEmpty()
                ? Optional.empty()
                : Optional.of(new Way(lifted, group, hosts, List.copyOf(claims)));
    }

    private Optional<MakeRoom.Room> tryOut(Way way, Question asked, CalendarView view) {
        Overlay lifted = way.lifted.without(way.claims, view);
        Group group = way.group;
        var there = new Group(
                group.pool(),
                group.site(),
                group.privateCards(),
                group.sharedKernel(),
                group.inferenceFloor(),
                way.hosts);
        Optional<Choice> here = policy.choose(asked, new Overlay(lifted, there));
        if (here.isEmpty()) {
            return Optional.empty();
        }
        lifted.take(ASKED, here.get().placement(), asked.span());
        return elsewhere(way, lifted).map(moves -> new MakeRoom.Room(moves, here.get()));
    }

    private Optional<Map<UUID, Choice>> elsewhere(Way way, Overlay lifted) {
        Map<UUID, Choice> moves = new LinkedHashMap<>();
        for (Lifted.Claim claim : hardestFirst(way.claims)) {
            if (way.lifted.stays(claim, lifted)) {
                lifted.take(claim.id(), claim.placement(), claim.question().span());
            } else if (!place(claim, lifted, moves)) {
                return Optional.empty();
            }
        }
        return Optional.of(moves);
    }

    private boolean place(Lifted.Claim claim, Overlay lifted, Map<UUID, Choice> moves) {
        Optional<Choice> to = policy.choose(claim.question(), lifted);
        to.ifPresent(choice -> {
            lifted.take(claim.id(), choice.placement(), claim.question().span());
            if (!choice.placement().equals(claim.placement())) {
                moves.put(claim.id(), choice);
            }
        });
        return to.isPresent();
    }

    private Optional<MakeRoom.Room> packAgain(Lifted pool, Question asked, CalendarView view) {
        Overlay lifted = pool.without(pool.all(), view);
        Map<UUID, Choice> moves = new LinkedHashMap<>();
        Choice here = null;
        for (Lifted.Claim claim : hardestFirst(pool.all())) {
            if (here == null && Lifted.HARDEST.compare(asked, claim.question()) <= 0) {
                here = policy.choose(asked, lifted).orElse(null);
                if (here == null) {
                    return Optional.empty();
                }
                lifted.take(ASKED, here.placement(), asked.span());
            }
            if (!place(claim, lifted, moves)) {
                return Optional.empty();
            }
        }
        Optional<Choice> last = here == null ? policy.choose(asked, lifted) : Optional.of(here);
        return last.map(choice -> new MakeRoom.Room(moves, choice));
    }

    private static List<Lifted.Claim> hardestFirst(List<Lifted.Claim> claims) {
        return claims.stream()
                .sorted(Comparator.comparing(Lifted.Claim::question, Lifted.HARDEST)
                        .thenComparing(Lifted.Claim::id))
                .toList();
    }
}
