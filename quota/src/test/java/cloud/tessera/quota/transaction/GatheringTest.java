package cloud.tessera.quota.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private final List<List<Integer>> groups = new ArrayList<>();
    private final AtomicInteger alone = new AtomicInteger();

    @Test
    void calls_that_come_while_one_is_made_are_made_together_and_those_left_out_alone() throws Exception {
        var gathering = new Gathering<Integer, String>(4, Duration.ZERO, this::evenOnes);
        List<String> results = behindOne(gathering, 6);
        assertThat(results).containsExactly("alone 0", "alone 1", "together 2", "alone 3", "together 4", "alone 5");
        assertThat(groups).containsExactly(List.of(1, 2, 3, 4));
        assertThat(alone).hasValue(4);
    }

    @Test
    void a_group_that_fails_fails_each_of_its_calls_and_the_next_ones_are_made() throws Exception {
        var gathering = new Gathering<Integer, String>(4, Duration.ZERO, group -> {
            throw new IllegalStateException("lost");
        });
        assertThatThrownBy(() -> behindOne(gathering, 3)).isInstanceOf(ExecutionException.class);
        assertThat(alone).hasValue(1);
        assertThat(gathering.make(9, () -> "after")).isEqualTo("after");
    }

    @Test
    void a_call_that_finds_nobody_is_made_alone() {
        var gathering = new Gathering<Integer, String>(4, Duration.ZERO, this::evenOnes);
        assertThat(gathering.make(2, () -> "alone")).isEqualTo("alone");
        assertThatThrownBy(() -> gathering.make(2, () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(gathering.make(2, () -> "again")).isEqualTo("again");
    }

    private Map<Integer, String> evenOnes(List<Integer> group) {
        groups.add(group);
        Map<Integer, String> made = new HashMap<>();
        group.stream().filter(call -> call % 2 == 0).forEach(call -> made.put(call, "together " + call));
        return made;
    }

    /** What came of so many calls, all but the first of which came while the first was being made. */
    private List<String> behindOne(Gathering<Integer, String> gathering, int calls) throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        List<String> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> futures = new ArrayList<>();
            futures.add(threads.submit(() -> gathering.make(0, () -> {
                begun.countDown();
                await(go);
                return "alone " + alone.getAndIncrement();
            })));
            begun.await();
            for (int call = 1; call < calls; call++) {
                int number = call;
                futures.add(threads.submit(() -> gathering.make(number, () -> {
                    alone.incrementAndGet();
                    return "alone " + number;
                })));
                int waiting = call;
                while (gathering.waiting() < waiting) {
                    Thread.onSpinWait();
                }
            }
            go.countDown();
            for (Future<String> future : futures) {
                results.add(future.get());
            }
        }
        return results;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
