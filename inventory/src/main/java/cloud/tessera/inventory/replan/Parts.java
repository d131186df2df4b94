package cloud.tessera.inventory.replan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Divides a pool into parts of whole hosts that are packed each on its own, because the time and the memory of the solver
 * grow with the choices: a part has at most so many pairs of a claim and a host. The emptiest fabric domains are put
 * together with the fullest, which are the likeliest to take what they have. Domains that nothing uses are in no part.
 */
final class Parts {
    private final Pool pool;
    private final int most;
    private final Map<Integer, List<Pool.Mover>> movers = new HashMap<>();

    private Parts(Pool pool, int most) {
        this.pool = pool;
        this.most = most;
        pool.hosts().forEach(host -> movers.put(host.id(), new ArrayList<>()));
        pool.movers().forEach(mover -> on(mover.host()).add(mover));
    }

    /**
     * Those in which something can move; what lies on hosts that would make too large a part even two by two stays.
     *
     * @param most pairs of a claim and a host in one part
     */
    static List<Pool> of(Pool pool, int most) {
        return new Parts(pool, most).all();
    }

    private List<Pool.Mover> on(int host) {
        return movers.getOrDefault(host, List.of());
    }

    private List<Pool> all() {
        List<List<Pool.Host>> parts = new ArrayList<>();
        List<Pool.Host> part = new ArrayList<>();
        int claims = 0;
        for (Pool.Host host : inOrder()) {
            int more = on(host.id()).size();
            if (!part.isEmpty() && (claims + more) * (part.size() + 1) > most) {
                parts.add(part);
                part = new ArrayList<>();
                claims = 0;
            }
            part.add(host);
            claims += more;
        }
        parts.add(part);
        return parts.stream()
                .filter(hosts -> hosts.size() > 1)
                .map(this::part)
                .filter(each -> !each.movers().isEmpty())
                .toList();
    }

    /** Hosts domain by domain: the emptiest, the fullest, the emptiest but one, and so on. */
    private List<Pool.Host> inOrder() {
        List<List<Pool.Host>> domains = new ArrayList<>(pool.hosts().stream()
                .collect(Collectors.groupingBy(Pool.Host::domain))
                .values());
        domains.removeIf(domain -> load(domain) == 0);
        domains.sort(Comparator.<List<Pool.Host>>comparingDouble(Parts.this::load)
                .thenComparing(domain -> domain.getFirst().id()));
        List<Pool.Host> order = new ArrayList<>();
        while (!domains.isEmpty()) {
            order.addAll(domains.removeFirst());
            if (!domains.isEmpty()) {
                order.addAll(domains.removeLast());
            }
        }
        return order;
    }

    /** How long cards are held on some hosts, for each of their cards. */
    private double load(Collection<Pool.Host> hosts) {
        double held = 0;
        int cards = 0;
        for (Pool.Host host : hosts) {
            for (Pool.Busy busy : host.busy()) {
                held += busy.until() - busy.from();
            }
            for (Pool.Mover mover : on(host.id())) {
                held += (double) mover.cards() * (mover.until() - mover.from());
            }
            cards += host.devices().size();
        }
        return held / cards;
    }

    private Pool part(List<Pool.Host> hosts) {
        Set<String> taken = new HashSet<>(pool.taken());
        Set<Integer> ids = hosts.stream().map(Pool.Host::id).collect(Collectors.toSet());
        pool.hosts().stream()
                .filter(host -> !ids.contains(host.id()) && !on(host.id()).isEmpty())
                .forEach(host -> taken.add(host.domain()));
        List<Pool.Mover> moving =
                hosts.stream().flatMap(host -> on(host.id()).stream()).toList();
        return new Pool(pool.name(), hosts, moving, taken);
    }
}
