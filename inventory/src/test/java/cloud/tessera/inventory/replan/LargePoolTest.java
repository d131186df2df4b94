package cloud.tessera.inventory.replan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A pool of 1,000 cards and 3,000 claims in the two months to come, strewn over hosts of 8 cards in racks of 8 hosts. */
class LargePoolTest {
    private static final int HOSTS = 125;
    private static final int CARDS = 8;
    private static final int HOURS = 1_500;
    private static final int CLAIMS = 3_000;

    private final Pool pool = strewn();

    @Test
    void a_large_pool_is_packed_part_by_part_and_no_host_is_given_more_than_it_has() {
        Map<UUID, Integer> plan = Packing.solve(Solver.OF_THIS_PROCESS, pool, Duration.ofSeconds(3), 0);

        assertThat(used(plan)).hasSizeLessThan(used(Map.of()).size());
        assertThat(mostHeld(plan)).isLessThanOrEqualTo(CARDS);
        assertThat(Packing.solve(Solver.OF_THIS_PROCESS, pool, Duration.ZERO, 0))
                .as("without time nothing is proposed")
                .isEmpty();
    }

    @Test
    void parts_are_small_have_each_claim_once_and_put_the_emptiest_with_the_fullest() {
        List<Pool> parts = Parts.of(pool, 1_500);

        assertThat(parts).allSatisfy(part -> {
            assertThat(part.movers().size() * part.hosts().size()).isLessThanOrEqualTo(1_500);
            assertThat(part.hosts()).hasSizeGreaterThan(1);
        });
        List<Pool.Mover> moving =
                parts.stream().flatMap(part -> part.movers().stream()).toList();
        assertThat(moving).doesNotHaveDuplicates().isSubsetOf(pool.movers());
        assertThat(moving.size())
                .as("all but those of a host that is left over")
                .isGreaterThan(CLAIMS - 100);

        Pool small = new Pool(
                "small",
                List.of(host(1, "a"), host(2, "b"), host(3, "c"), host(4, "d")),
                List.of(mover(1, 1, 0, 1, 1), mover(2, 1, 0, 2, 2), mover(3, 1, 0, 3, 3)));
        assertThat(Parts.of(small, 6))
                .as("two hosts with a claim each; the third is left over, the fourth is not used")
                .singleElement()
                .satisfies(part ->
                        assertThat(part.hosts()).extracting(Pool.Host::id).containsExactly(1, 3));
    }

    @Test
    void a_rack_that_is_used_outside_of_a_part_costs_nothing_in_it() {
        Pool racks = new Pool(
                "racks",
                List.of(host(1, "a"), host(2, "a"), host(3, "b"), host(4, "b")),
                List.of(mover(1, 1, 0, 1, 1), mover(2, 1, 0, 1, 2), mover(3, 1, 0, 1, 3), mover(4, 1, 0, 1, 4)));

        assertThat(Parts.of(racks, 6))
                .as("a rack each: only the other's is used anyway")
                .extracting(Pool::taken)
                .containsExactly(Set.of("b"), Set.of("a"));
        assertThat(Parts.of(racks, 9))
                .as("three hosts and the claims on them")
                .first()
                .extracting(Pool::taken)
                .isEqualTo(Set.of("b"));
    }

    private static Pool.Host host(int id, String rack) {
        return new Pool.Host(
                id,
                rack,
                IntStream.range(0, CARDS).mapToObj(card -> id * CARDS + card).collect(Collectors.toSet()),
                List.of());
    }

    private static Pool.Mover mover(int number, int cards, int from, int until, int host) {
        return new Pool.Mover(new UUID(0, number), cards, from, until, host);
    }

    /** Each claim on the first of some hosts by lot that has room. */
    private static Pool strewn() {
        var random = new Random(1);
        int[][] held = new int[HOSTS][HOURS + 48];
        List<Pool.Mover> movers = new ArrayList<>();
        while (movers.size() < CLAIMS) {
            int from = random.nextInt(HOURS);
            var mover = mover(
                    movers.size(), 1 << random.nextInt(4), from, from + 1 + random.nextInt(47), random.nextInt(HOSTS));
            int[] there = held[mover.host()];
            if (span(mover).allMatch(hour -> there[hour] + mover.cards() <= CARDS)) {
                span(mover).forEach(hour -> there[hour] += mover.cards());
                movers.add(mover);
            }
        }
        return new Pool(
                "large",
                IntStream.range(0, HOSTS)
                        .mapToObj(id -> host(id, "rack-" + id / 8))
                        .toList(),
                movers);
    }

    private static IntStream span(Pool.Mover mover) {
        return IntStream.range((int) mover.from(), (int) mover.until());
    }

    private Set<Integer> used(Map<UUID, Integer> plan) {
        return pool.movers().stream()
                .map(mover -> plan.getOrDefault(mover.claim(), mover.host()))
                .collect(Collectors.toSet());
    }

    private int mostHeld(Map<UUID, Integer> plan) {
        Map<List<Integer>, Integer> held = new HashMap<>();
        pool.movers().forEach(mover -> {
            int host = plan.getOrDefault(mover.claim(), mover.host());
            span(mover).forEach(hour -> held.merge(List.of(host, hour), mover.cards(), Integer::sum));
        });
        return held.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
}
