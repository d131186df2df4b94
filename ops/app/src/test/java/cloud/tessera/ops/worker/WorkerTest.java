package cloud.tessera.ops.worker;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.ops.testing.TestDatabase;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.transaction.Leases;
import cloud.tessera.quota.transaction.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class WorkerTest {
    private static final Duration OFTEN = Duration.ofMillis(20);

    private static Leases leases;

    @BeforeAll
    static void open() {
        var address = TestDatabase.fresh().application();
        var database = new PGSimpleDataSource();
        database.setUrl(address.url());
        database.setUser(address.user());
        database.setPassword(address.password());
        Clock clock = Clock.systemUTC();
        leases = new Leases(new Transactions(database, clock, new IdSource(clock, new Random(1))));
    }

    @Test
    void of_two_workers_one_does_a_job_and_the_other_takes_over_when_it_stops() {
        var first = new AtomicInteger();
        var second = new AtomicInteger();
        var one = worker(Job.leased("shared", OFTEN, _ -> first.incrementAndGet()));
        await(() -> first.get() > 2);
        try (var two = worker(Job.leased("shared", OFTEN, _ -> second.incrementAndGet()))) {
            await(() -> first.get() > 10);
            assertThat(second).hasValue(0);
            one.close();
            assertThat(leases.tryHold("shared", "somebody", Duration.ofSeconds(1)))
                    .isTrue();
        }
    }

    @Test
    void a_job_that_fails_is_tried_again() {
        var rounds = new AtomicInteger();
        try (var unused = worker(Job.everywhere("failing", OFTEN, _ -> {
            if (rounds.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
        }))) {
            await(() -> rounds.get() >= 4);
        }
    }

    @Test
    void a_job_that_ran_out_of_memory_is_tried_again() {
        var rounds = new AtomicInteger();
        try (var unused = worker(Job.everywhere("hungry", OFTEN, _ -> {
            if (rounds.incrementAndGet() < 3) {
                throw new OutOfMemoryError("as if");
            }
        }))) {
            await(() -> rounds.get() >= 4);
        }
    }

    @Test
    void stopping_waits_for_the_round_under_way() throws Exception {
        var begun = new CountDownLatch(1);
        var done = new AtomicInteger();
        var worker = worker(Job.everywhere("slow", OFTEN, _ -> {
            begun.countDown();
            pause(300);
            done.incrementAndGet();
        }));
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        worker.close();
        assertThat(done).hasValue(1);
    }

    @Test
    void nothing_runs_while_the_worker_is_paused() {
        var rounds = new AtomicInteger();
        try (var worker = worker(Job.everywhere("busy", OFTEN, _ -> rounds.incrementAndGet()))) {
            await(() -> rounds.get() > 1);
            int added = worker.whilePaused(() -> {
                int before = rounds.get();
                pause(200);
                return rounds.get() - before;
            });
            assertThat(added).isZero();
            int before = rounds.get();
            await(() -> rounds.get() > before);
        }
    }

    private static Worker worker(Job job) {
        var worker = new Worker(leases, List.of(job));
        worker.start();
        return worker;
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
