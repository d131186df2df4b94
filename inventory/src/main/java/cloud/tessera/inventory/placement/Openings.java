package cloud.tessera.inventory.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Cards of a pool where a question may find room, in the order of the pool or in batches by what a ranking holds against
 * them at least. Others of the pool surely have none; whether these have some must be looked at on the card.
 */
public final class Openings {
    private final Pool pool;
    private final int[] cards;
    private final Batches batches;
    private final Supplier<@Nullable Openings> rest;

    /**
     * The cards of a pool, numbered, those of one host after one another.
     *
     * @param hostOf for each card the place of its host among the hosts
     * @param devices for each card its device
     * @param order for each card its place in the order of the pool
     */
    public record Pool(List<Group.Host> hosts, int[] hostOf, int[] devices, int[] order) {
        /** Numbered in the order of the pool. */
        static Pool inOrder(List<Group.Host> hosts) {
            int cards = hosts.stream().mapToInt(host -> host.devices().size()).sum();
            int[] hostOf = new int[cards];
            int[] devices = new int[cards];
            int card = 0;
            for (int host = 0; host < hosts.size(); host++) {
                for (int device : hosts.get(host).devices()) {
                    hostOf[card] = host;
                    devices[card++] = device;
                }
            }
            return new Pool(hosts, hostOf, devices, IntStream.range(0, cards).toArray());
        }
    }

    /**
     * How the cards are divided.
     *
     * @param ends for each batch the index after its last card
     * @param atLeast for each batch what a ranking holds against a place on such a card at least; ascending
     * @param certain whether that is so at every moment, and not only a guess that gives an order
     * @param most after so many cards with room no more need be ranked
     */
    public record Batches(int[] ends, double[] atLeast, boolean certain, int most) {
        /** All in one. */
        public static Batches one(int size, int most) {
            return new Batches(new int[] {size}, new double[] {Double.NEGATIVE_INFINITY}, false, most);
        }
    }

    /** @param cards numbers of cards, in the order of the pool within each batch */
    public Openings(Pool pool, int[] cards, Batches batches) {
        this(pool, cards, batches, () -> null);
    }

    /** @param rest further cards of the pool, which are to be looked at only if none of these has room */
    public Openings(Pool pool, int[] cards, Batches batches, Supplier<@Nullable Openings> rest) {
        this.pool = pool;
        this.cards = cards;
        this.batches = batches;
        this.rest = rest;
    }

    /** Every card of a pool, for each fabric domain apart where the question asks for one. */
    static List<Openings> all(Group group, Question question) {
        return Reach.together(group, question).stream().map(Openings::of).toList();
    }

    static Openings of(List<Group.Host> hosts) {
        Pool pool = Pool.inOrder(hosts);
        return new Openings(pool, pool.order, Batches.one(pool.order.length, Integer.MAX_VALUE));
    }

    int size() {
        return cards.length;
    }

    /** Further cards, to be looked at if none of these has room; null where there are none. */
    @Nullable
    Openings rest() {
        return rest.get();
    }

    /** What comes of these cards or, where nothing does, of the rest; null where nothing comes of any. */
    <T> @Nullable T first(Function<Openings, @Nullable T> look) {
        T found = look.apply(this);
        Openings next = found == null ? rest() : null;
        while (next != null && found == null) {
            found = look.apply(next);
            next = next.rest();
        }
        return found;
    }

    /** The hosts of the cards, where these are in the order of the pool. */
    List<Group.Host> hosts() {
        List<Group.Host> hosts = new ArrayList<>();
        for (int i = 0; i < cards.length; i = endOfHost(i)) {
            hosts.add(host(i));
        }
        return hosts;
    }

    Group.Host host(int i) {
        return pool.hosts.get(pool.hostOf[cards[i]]);
    }

    int device(int i) {
        return pool.devices[cards[i]];
    }

    int order(int i) {
        return pool.order[cards[i]];
    }

    private boolean sameHost(int i, int other) {
        return pool.hostOf[cards[i]] == pool.hostOf[cards[other]];
    }

    /** The index after the last card of the host of this one. */
    int endOfHost(int i) {
        int end = i + 1;
        while (end < cards.length && sameHost(end, i)) {
            end++;
        }
        return end;
    }

    /** The index of the first card of the host of this one. */
    int startOfHost(int i) {
        int start = i;
        while (start > 0 && sameHost(start - 1, i)) {
            start--;
        }
        return start;
    }

    int batches() {
        return batches.ends.length;
    }

    int start(int batch) {
        return batch == 0 ? 0 : batches.ends[batch - 1];
    }

    int end(int batch) {
        return batches.ends[batch];
    }

    /** Whether no card of a batch can have a place that costs less than this or the same. */
    boolean surelyDearer(int batch, double cost) {
        return batches.certain && batches.atLeast[batch] > cost;
    }

    int most() {
        return batches.most;
    }
}
