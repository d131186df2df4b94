package cloud.tessera.quota.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.quota.Ground;
import cloud.tessera.quota.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static final Set<String> TOPICS = Set.of("counted");

    private final Ground ground = new Ground();
    private final Facts facts = new Facts(ground.transactions);

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void each_reader_gets_each_fact_of_its_topics_once() {
        put("counted", "one");
        put("other", "not for us");
        put("counted", "two");
        assertThat(read("first", 10)).containsExactly("\"one\"", "\"two\"");
        put("counted", "three");
        assertThat(read("first", 10)).containsExactly("\"three\"");
        assertThat(read("first", 10)).isEmpty();
        assertThat(read("second", 2)).containsExactly("\"one\"", "\"two\"");
        assertThat(read("second", 2)).containsExactly("\"three\"");
    }

    @Test
    void a_reader_that_fails_gets_the_same_facts_again() {
        put("counted", "one");
        assertThatThrownBy(() -> facts.read(Ground.JOB, "reader", TOPICS, 10, (tx, fact) -> {
                    throw new IllegalStateException("The handler failed");
                }))
                .hasMessage("The handler failed");
        assertThat(read("reader", 10)).containsExactly("\"one\"");
    }

    @Test
    void a_fact_of_a_transaction_that_still_runs_is_waited_for() throws Exception {
        var written = new CountDownLatch(1);
        var commit = new CountDownLatch(1);
        try (var executor = Executors.newSingleThreadExecutor()) {
            var slow = executor.submit(() -> ground.transactions.run(Ground.JOB, tx -> {
                tx.fact("counted", null, new UUID(0, 0), "slow");
                written.countDown();
                await(commit);
                return 1;
            }));
            assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
            put("counted", "fast");
            // The fast one has committed, but the slow one has an earlier place: neither is shown yet.
            assertThat(read("reader", 10)).isEmpty();
            commit.countDown();
            slow.get();
        }
        assertThat(read("reader", 10)).containsExactly("\"slow\"", "\"fast\"");
    }

    @Test
    void while_many_write_a_reader_misses_none_and_gets_none_twice() throws Exception {
        int writers = 8;
        int each = 50;
        var running = new AtomicBoolean(true);
        List<String> got = new ArrayList<>();
        try (var executor = Executors.newSingleThreadExecutor()) {
            var reader = executor.submit(() -> {
                while (running.get()) {
                    got.addAll(read("reader", 7));
                }
                return got.size();
            });
            Together.run(writers, writer -> {
                IntStream.range(0, each).forEach(number -> put("counted", writer + "/" + number));
                return writer;
            });
            running.set(false);
            reader.get();
        }
        for (List<String> more = read("reader", 100); !more.isEmpty(); more = read("reader", 100)) {
            got.addAll(more);
        }
        assertThat(got).hasSize(writers * each).doesNotHaveDuplicates();
        for (int writer = 0; writer < writers; writer++) {
            String prefix = "\"" + writer + "/";
            List<String> own =
                    got.stream().filter(text -> text.startsWith(prefix)).toList();
            assertThat(own)
                    .isEqualTo(IntStream.range(0, each)
                            .mapToObj(number -> prefix + number + "\"")
                            .toList());
        }
    }

    private void put(String topic, String text) {
        ground.transactions.run(Ground.JOB, tx -> {
            tx.fact(topic, null, new UUID(0, 0), text);
            return text;
        });
    }

    private List<String> read(String reader, int most) {
        List<String> got = new ArrayList<>();
        facts.read(Ground.JOB, reader, TOPICS, most, (tx, fact) -> got.add(fact.payload()));
        return got;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
