package cloud.tessera.ops.lapse;

import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lets time pass on a movable clock. The clock stops wherever the life cycle of claims or a recurring job has something
 * to do, so that everything happens at the time it would have happened. At one instant the life cycle goes first, then
 * the recurring jobs in the order of their list. For one thread.
 */
public final class TimeLapse {
    private static final Caller JOB = Caller.Job.named("time-lapse");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final MovableClock clock;
    private final LifeCycle lifeCycle;
    private final List<Recurring> jobs;

    public TimeLapse(MovableClock clock, LifeCycle lifeCycle, List<Recurring> jobs) {
        this.clock = clock;
        this.lifeCycle = lifeCycle;
        this.jobs = List.copyOf(jobs);
    }

    /** Goes on to an instant and does all that is due up to it, that instant included. */
    public void to(Instant target) {
        Instant due = settle();
        while (clock.instant().isBefore(target)) {
            Instant before = clock.instant();
            Instant stop = earliest(target, due, jobs.stream().map(job -> job.after(before)));
            clock.moveTo(stop);
            List<Recurring> ripe = jobs.stream()
                    .filter(job -> !job.after(before).isAfter(stop))
                    .toList();
            if (!due.isAfter(stop)) {
                due = settle();
            }
            if (!ripe.isEmpty()) {
                ripe.forEach(job -> job.work().run());
                due = settle();
            }
        }
    }

    /**
     * Does what the life cycle has to do at this instant, and what follows from that at the same instant.
     *
     * @return when it has something to do next
     */
    private Instant settle() {
        Instant due = nextDue();
        while (!due.isAfter(clock.instant())) {
            if (lifeCycle.tick(JOB) == 0) {
                // Something is due and cannot be done, as where an engine does not answer.
                return clock.instant().plus(PATIENCE);
            }
            due = nextDue();
        }
        return due;
    }

    private Instant nextDue() {
        return lifeCycle.nextDue(JOB).orElse(Instant.MAX);
    }

    private static Instant earliest(Instant target, Instant due, Stream<Instant> others) {
        return Stream.concat(Stream.of(target, due), others)
                .min(Instant::compareTo)
                .orElseThrow();
    }
}
