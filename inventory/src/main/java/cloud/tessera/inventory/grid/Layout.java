package cloud.tessera.inventory.grid;

import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.Openings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The cards of a pool in a row: those of one fabric domain after one another, so that a domain is a range.
 *
 * @param domains for each domain, in the order of their first hosts, its first card; and one more, the number of cards
 */
record Layout(Openings.Pool pool, int[] domains) {
    static Layout of(Group group) {
        Map<String, List<Integer>> byDomain = new LinkedHashMap<>();
        int[] firsts = new int[group.hosts().size()]; // the first card of each host in the order of the pool
        int cards = 0;
        for (int i = 0; i < firsts.length; i++) {
            Group.Host host = group.hosts().get(i);
            String domain = host.fabric() == null ? "host " + host.id() : "fabric " + host.fabric();
            byDomain.computeIfAbsent(domain, _ -> new ArrayList<>()).add(i);
            firsts[i] = cards;
            cards += host.devices().size();
        }
        int[] hostOf = new int[cards];
        int[] devices = new int[cards];
        int[] order = new int[cards];
        IntStream.Builder domains = IntStream.builder();
        int card = 0;
        for (List<Integer> hosts : byDomain.values()) {
            domains.add(card);
            for (int host : hosts) {
                int first = firsts[host];
                for (int device : group.hosts().get(host).devices()) {
                    hostOf[card] = host;
                    devices[card] = device;
                    order[card++] = first++;
                }
            }
        }
        domains.add(cards);
        return new Layout(
                new Openings.Pool(group.hosts(), hostOf, devices, order),
                domains.build().toArray());
    }

    int cards() {
        return pool.devices().length;
    }

    int domainCount() {
        return domains.length - 1;
    }

    /** Whether the row is the order of the pool. */
    boolean inOrder() {
        int[] order = pool.order();
        return IntStream.range(0, order.length).allMatch(card -> order[card] == card);
    }
}
