package cloud.tessera.inventory.grid;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.Openings;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Training;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The calendar of a fleet by the hour, from the present on for at least 180 days: a filter that tells where and when room may
 * be. It never leaves out a place that is free: what is held is rounded outwards to whole hours, what is asked for inwards,
 * and hours that it does not know count as free. Whether a place that it names is free is decided on the card.
 *
 * <p>One thread writes at a time; any number read without a lock.
 */
public final class Grid {
    private final Map<Group, PoolGrid> pools = new IdentityHashMap<>();
    private final List<PoolGrid> all = new ArrayList<>();
    private final int[] devices; // ascending
    private final int[] poolOf; // of each device, in the list of all
    private final int[] numberOf; // of each device, in its pool

    /**
     * All cards are free in it at first.
     *
     * @param pools the geometry of the cards of each pool
     * @param now microseconds; earlier hours are not kept
     */
    public Grid(Map<Group, Geometry> pools, long now) {
        pools.forEach((group, geometry) -> {
            var grid = new PoolGrid(group, geometry, now);
            this.pools.put(group, grid);
            all.add(grid);
        });
        devices = all.stream()
                .flatMapToInt(pool -> Arrays.stream(pool.devices()))
                .sorted()
                .toArray();
        poolOf = new int[devices.length];
        numberOf = new int[devices.length];
        for (int pool = 0; pool < all.size(); pool++) {
            int[] members = all.get(pool).devices();
            for (int number = 0; number < members.length; number++) {
                int at = Arrays.binarySearch(devices, members[number]);
                poolOf[at] = pool;
                numberOf[at] = number;
            }
        }
    }

    /**
     * A card has changed; cards of devices that are in no pool are passed over.
     *
     * @param before as it was put the last time; null the first time
     */
    public void put(@Nullable Card before, Card after) {
        int at = Arrays.binarySearch(devices, after.device());
        if (at >= 0) {
            all.get(poolOf[at]).put(numberOf[at], before, after);
        }
    }

    /** Time has passed: forgets hours that are over and takes in later ones. */
    public void roll(long now, IntFunction<Card> cards) {
        all.forEach(pool -> pool.roll(now, cards));
    }

    /** Where in a pool a question may find room; null where the pool is not known here. */
    public @Nullable List<Openings> openings(Group group, Question question, @Nullable IntToDoubleFunction atLeast) {
        PoolGrid pool = pools.get(group);
        return pool == null ? null : pool.openings(question, question.together(), atLeast);
    }

    /** What training holds of a pool; null where the pool or some hour of the span is not known here. */
    public @Nullable Training training(Group group, Span span) {
        PoolGrid pool = pools.get(group);
        return pool == null ? null : pool.training(span);
    }

    /**
     * The first whole hour at which a question may find room for the length of its span.
     *
     * @param groups where
     * @param from hours since 1970
     * @param last the last hour that will do
     */
    public OptionalLong next(List<Group> groups, Question question, long from, long last) {
        OptionalLong first = OptionalLong.empty();
        for (Group group : groups) {
            PoolGrid pool = pools.get(group);
            OptionalLong here = pool == null
                    ? OptionalLong.of(from)
                    : new Starts(pool, question).next(from, first.isPresent() ? first.getAsLong() - 1 : last);
            first = here.isPresent() ? here : first;
        }
        return first;
    }

    /** The last whole hour, from one back to a first one, at which a question may find room for the length of its span. */
    public OptionalLong previous(List<Group> groups, Question question, long from, long first) {
        OptionalLong latest = OptionalLong.empty();
        for (Group group : groups) {
            PoolGrid pool = pools.get(group);
            OptionalLong here = pool == null
                    ? OptionalLong.of(from)
                    : new Starts(pool, question).previous(from, latest.isPresent() ? latest.getAsLong() + 1 : first);
            latest = here.isPresent() ? here : latest;
        }
        return latest;
    }
}
