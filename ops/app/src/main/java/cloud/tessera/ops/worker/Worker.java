package cloud.tessera.ops.worker;

import cloud.tessera.quota.transaction.Leases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs, each on a virtual thread of its own and, where it is leased, in one process at a time. A job that fails, be
 * it by an error of the machine, is tried again, later and later up to a minute. Stopping waits for the rounds that are under way and hands leases back.
 */
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final Leases leases;
    private final List<Job> jobs;
    private final String holder = UUID.randomUUID().toString();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ReentrantReadWriteLock rounds = new ReentrantReadWriteLock(true);
    private final List<Thread> threads = new ArrayList<>();

    Worker(Leases leases, List<Job> jobs) {
        this.leases = leases;
        this.jobs = List.copyOf(jobs);
    }

    /** Starts all jobs; to be called once. */
    public void start() {
        for (Job job : jobs) {
            threads.add(Thread.ofVirtual().name("job-" + job.name()).start(() -> repeat(job)));
        }
    }

    /** Does something while no job runs, such as moving the clock; it waits for the rounds that are under way. */
    public <T> T whilePaused(Supplier<T> work) {
        rounds.writeLock().lock();
        try {
            return work.get();
        } finally {
            rounds.writeLock().unlock();
        }
    }

    private void repeat(Job job) {
        Duration wait = Duration.ZERO;
        long leaseEnds = System.nanoTime();
        while (!stopping(wait)) {
            try {
                if (job.leased() && System.nanoTime() - leaseEnds >= 0) {
                    long asked = System.nanoTime();
                    if (!leases.tryHold(job.name(), holder, LEASE)) {
                        wait = LEASE.dividedBy(3);
                        continue;
                    }
                    // Prolonged early, so that nobody else takes it between two rounds.
                    leaseEnds = asked + LEASE.dividedBy(2).toNanos();
                }
                oneRound(job);
                wait = job.every();
            } catch (Throwable problem) {
                // Errors too, such as memory that ran out for a moment: a job that ends here is not done again before
                // the next start, and nobody notices.
                report(job, problem);
                wait = later(wait, job.every());
            }
        }
    }

    private static void report(Job job, Throwable problem) {
        try {
            LOG.error("The job {} failed and will be tried again", job.name(), problem);
        } catch (Throwable _) {
            // Where memory has run out, there may be none to write it down either; the job goes on without.
        }
    }

    private void oneRound(Job job) {
        rounds.readLock().lock();
        try {
            job.work().run(job.caller());
        } finally {
            rounds.readLock().unlock();
        }
    }

    private static Duration later(Duration wait, Duration usual) {
        Duration next = wait.isZero() ? usual : wait.multipliedBy(2);
        Duration least = next.compareTo(usual) < 0 ? usual : next;
        return least.compareTo(LONGEST_WAIT) > 0 && usual.compareTo(LONGEST_WAIT) < 0 ? LONGEST_WAIT : least;
    }

    private boolean stopping(Duration wait) {
        try {
            return stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Lets the rounds under way finish and hands the leases back. */
    @Override
    public void close() {
        stop.countDown();
        long end = System.nanoTime() + DRAIN.toNanos();
        try {
            for (Thread thread : threads) {
                long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
                if (!thread.join(Duration.ofMillis(left))) {
                    LOG.warn("{} did not finish in time; what it does is repeated at the next start", thread.getName());
                }
            }
            jobs.stream().filter(Job::leased).forEach(job -> leases.release(job.name(), holder));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("Leases could not be handed back; they end by themselves", e);
        }
    }
}
