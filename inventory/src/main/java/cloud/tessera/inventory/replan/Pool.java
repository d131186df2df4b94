package cloud.tessera.inventory.replan;

import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Tile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One pool's cards of one model as a packing problem: what can lie elsewhere, and what stays. Times are microseconds from
 * now, exact: rounded ones would overlap where one ends as the next begins, and the problem would have no solution.
 *
 * @param hosts with at least one healthy card
 * @param movers claims of whole cards within one host that have not started
 * @param taken fabric domains that are used wherever the movers lie
 */
record Pool(String name, List<Host> hosts, List<Mover> movers, Set<String> taken) {
    private static final long FAR = Duration.ofDays(365).toNanos() / 1000;

    /**
     * @param domain the fabric domain, or the host itself
     * @param busy what stays on its cards, for each card apart
     */
    record Host(int id, String domain, Set<Integer> devices, List<Busy> busy) {}

    record Busy(long from, long until) {}

    /** @param host where it lies now */
    record Mover(UUID claim, int cards, long from, long until, int host) {}

    /** All of a pool. */
    Pool(String name, List<Host> hosts, List<Mover> movers) {
        this(
                name,
                hosts,
                movers,
                hosts.stream()
                        .filter(host -> !host.busy().isEmpty())
                        .map(Host::domain)
                        .collect(Collectors.toSet()));
    }

    /** The cards of the hosts that would be used by movers alone if some of them lay on other hosts. */
    int cardsUsed(Map<UUID, Integer> moves) {
        Set<Integer> used = movers.stream()
                .map(mover -> moves.getOrDefault(mover.claim(), mover.host()))
                .collect(Collectors.toSet());
        return hosts.stream()
                .filter(host -> host.busy().isEmpty() && used.contains(host.id()))
                .mapToInt(host -> host.devices().size())
                .sum();
    }

    static Pool of(Group group, CalendarView view, Map<UUID, Question> coming, long now) {
        Set<UUID> moving = moving(group, view, coming);
        Map<UUID, Mover> movers = new LinkedHashMap<>();
        List<Host> hosts = new ArrayList<>();
        for (Group.Host host : group.hosts()) {
            Set<Integer> healthy = new HashSet<>();
            List<Busy> busy = new ArrayList<>();
            for (int device : host.devices()) {
                Card card = view.card(device);
                if (card.healthy()) {
                    healthy.add(device);
                    List<Busy> stays = new ArrayList<>();
                    for (Tile tile : card.tiles()) {
                        Question question = coming.get(tile.claim());
                        if (question != null && moving.contains(tile.claim())) {
                            movers.put(tile.claim(), mover(tile, question, host, now));
                        } else if (tile.until() > now) {
                            stays.add(new Busy(from(tile.from(), now), until(tile.until(), now)));
                        }
                    }
                    busy.addAll(merged(stays));
                }
            }
            if (!healthy.isEmpty()) {
                String domain = host.fabric() == null ? "host " + host.id() : host.fabric();
                hosts.add(new Host(host.id(), domain, healthy, busy));
            }
        }
        return new Pool(group.pool(), hosts, List.copyOf(movers.values()));
    }

    /** What has not started, wants whole cards and has all of them, healthy ones, on one host. */
    private static Set<UUID> moving(Group group, CalendarView view, Map<UUID, Question> coming) {
        Map<UUID, Integer> hostOf = new HashMap<>();
        Set<UUID> stays = new HashSet<>();
        for (Group.Host host : group.hosts()) {
            for (int device : host.devices()) {
                Card card = view.card(device);
                for (Tile tile : card.tiles()) {
                    Question question = coming.get(tile.claim());
                    Integer other = hostOf.putIfAbsent(tile.claim(), host.id());
                    if (question == null
                            || !question.shape().wholeCards()
                            || !card.healthy()
                            || (other != null && other != host.id())) {
                        stays.add(tile.claim());
                    }
                }
            }
        }
        Set<UUID> moving = hostOf.keySet();
        moving.removeAll(stays);
        return moving;
    }

    private static Mover mover(Tile tile, Question question, Group.Host host, long now) {
        return new Mover(
                tile.claim(), question.shape().pieces(), from(tile.from(), now), until(tile.until(), now), host.id());
    }

    /** Several parts of one card that are held at once count as the card. */
    private static List<Busy> merged(List<Busy> parts) {
        List<Busy> merged = new ArrayList<>();
        parts.stream().sorted((a, b) -> Long.compare(a.from, b.from)).forEach(part -> {
            if (!merged.isEmpty() && part.from < merged.getLast().until) {
                Busy last = merged.removeLast();
                merged.add(new Busy(last.from, Math.max(last.until, part.until)));
            } else {
                merged.add(part);
            }
        });
        return merged;
    }

    private static long from(long moment, long now) {
        return Math.clamp(moment - now, 0, FAR);
    }

    private static long until(long moment, long now) {
        return moment == Span.OPEN ? FAR + 1 : Math.clamp(moment - now, 1, FAR + 1);
    }
}
