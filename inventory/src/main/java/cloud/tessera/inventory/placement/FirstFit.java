package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.SlotRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the first place that fits: pools by code, hosts and devices by number, slots from the lowest. */
public final class FirstFit implements PlacementPolicy {
    /** Pieces that were found on one host. */
    private record Found(Group.Host host, int pieces, List<Placement.Piece> tiles) {}

    @Override
    public Optional<Placement> place(Question question, CalendarView view) {
        for (Group group : view.groups(question.model().key(), question.site())) {
            if (!Floor.leaves(group, question, view)) {
                continue;
            }
            for (List<Group.Host> hosts : together(group, question)) {
                List<Found> found = fill(group, hosts, question, view);
                if (found.stream().mapToInt(Found::pieces).sum()
                        == question.shape().pieces()) {
                    return Optional.of(placement(group, question, found));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public int count(Question question, CalendarView view, int most) {
        int pieces = question.shape().pieces();
        long count = 0;
        for (Group group : view.groups(question.model().key(), question.site())) {
            long inPool = 0;
            for (List<Group.Host> hosts : together(group, question)) {
                int found = 0;
                for (Group.Host host : hosts) {
                    found += countOn(group, host, question, view, most * pieces);
                }
                inPool += found / pieces;
            }
            count += Math.min(inPool, Floor.room(group, question, view) / question.slots());
        }
        return (int) Math.min(count, most);
    }

    /** A gang lies inside one fabric domain, where a host without one is a domain by itself; other shapes lie anywhere. */
    private static Collection<List<Group.Host>> together(Group group, Question question) {
        boolean gang = question.shape().pieces() > 1
                && (question.shape().gang() || question.model().geometry() instanceof Geometry.Topological);
        if (!gang) {
            return List.of(group.hosts());
        }
        Map<String, List<Group.Host>> domains = new LinkedHashMap<>();
        for (Group.Host host : group.hosts()) {
            String domain = host.fabric() == null ? "host " + host.id() : "fabric " + host.fabric();
            domains.computeIfAbsent(domain, _ -> new ArrayList<>()).add(host);
        }
        return domains.values();
    }

    private static List<Found> fill(Group group, List<Group.Host> hosts, Question question, CalendarView view) {
        List<Found> found = new ArrayList<>(1);
        int left = question.shape().pieces();
        for (Group.Host host : hosts) {
            if (left == 0) {
                break;
            }
            Found here = fillHost(group, host, question, view, left);
            if (here.pieces() > 0) {
                found.add(here);
                left -= here.pieces();
            }
        }
        return found;
    }

    private static Found fillHost(Group group, Group.Host host, Question question, CalendarView view, int wanted) {
        List<Placement.Piece> tiles = new ArrayList<>(2);
        int pieces = 0;
        int most = -1; // what the host's CPU and memory allow; worked out once a card has room
        for (int device : host.devices()) {
            Card card = view.card(device);
            if (pieces == wanted || pieces == most) {
                break;
            }
            if (!usable(group, card, question)) {
                continue;
            }
            List<List<SlotRange>> onCard = Pieces.on(card, question, (most < 0 ? wanted : most) - pieces);
            if (!onCard.isEmpty() && most < 0) {
                most = hostAllows(group, host, question, view, wanted);
            }
            for (List<SlotRange> ranges : onCard.subList(0, Math.max(0, Math.min(onCard.size(), most - pieces)))) {
                ranges.forEach(range -> tiles.add(new Placement.Piece(device, range)));
                pieces++;
            }
        }
        return new Found(host, pieces, tiles);
    }

    private static int countOn(Group group, Group.Host host, Question question, CalendarView view, int most) {
        int pieces = 0;
        for (int device : host.devices()) {
            Card card = view.card(device);
            if (usable(group, card, question)) {
                pieces += Pieces.count(card, question, most);
            }
        }
        return pieces == 0 ? 0 : Math.min(pieces, hostAllows(group, host, question, view, most));
    }

    private static boolean usable(Group group, Card card, Question question) {
        return card.healthy()
                && !question.avoid().contains(card.device())
                && !(isPrivate(group, question) && card.othersHold(question.holder(), question.span()));
    }

    /** Fungible cards may be private, and cards of a host that work shares a kernel on always are. */
    private static boolean isPrivate(Group group, Question question) {
        return group.sharedKernel()
                || (group.privateCards() && question.model().geometry() instanceof Geometry.Fungible);
    }

    private static int hostAllows(Group group, Group.Host host, Question question, CalendarView view, int most) {
        if (group.sharedKernel()) {
            for (int device : host.devices()) {
                if (view.card(device).othersHold(question.holder(), question.span())) {
                    return 0;
                }
            }
        }
        return view.room(host.id()).pieces(question.share(), question.span(), most);
    }

    private static Placement placement(Group group, Question question, List<Found> found) {
        List<Placement.Piece> pieces = found.stream()
                .flatMap(each -> each.tiles().stream())
                .sorted(Comparator.comparingInt(Placement.Piece::device)
                        .thenComparingInt(piece -> piece.slots().start()))
                .toList();
        List<Placement.OnHost> hosts = found.stream()
                .map(each -> new Placement.OnHost(
                        each.host().id(),
                        (long) question.share().cpuMilli() * each.pieces(),
                        question.share().memoryMib() * each.pieces()))
                .sorted(Comparator.comparingInt(Placement.OnHost::host))
                .toList();
        return new Placement(
                group.site(),
                group.pool(),
                pieces,
                hosts,
                isPrivate(group, question) ? question.holder() : null,
                group.sharedKernel());
    }
}
