package cloud.tessera.ops.lapse;

import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lets time pass on a movable clock. The clock stops wherever the life cycle of claims or a recurring job has something
 * to do, so that everything happens at the time it would have happened. At one instant the life cycle goes first, then
 * the recurring jobs in the order of their list. For one thread.
 */
public final class TimeLapse {
    private static final Caller JOB = Caller.Job.named("time-lapse");

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
        settle();
        while (clock.instant().isBefore(target)) {
            Instant now = clock.instant();
            Instant stop = earlier(target, jobs.stream().map(job -> job.after(now)).min(Instant::compareTo));
            stop = earlier(stop, lifeCycle.nextDue(JOB).filter(now::isBefore));
            clock.moveTo(stop);
            settle();
            Instant before = now;
            Instant reached = stop;
            jobs.stream()
                    .filter(job -> !job.after(before).isAfter(reached))
                    .forEach(job -> job.work().run());
        }
    }

    /** Does what the life cycle has to do at this instant, and what follows from that at the same instant. */
    public void settle() {
        while (lifeCycle.tick(JOB) > 0) {
            if (lifeCycle.nextDue(JOB).filter(due -> !due.isAfter(clock.instant())).isEmpty()) {
                return;
            }
        }
    }

    private static Instant earlier(Instant one, Optional<Instant> other) {
        return other.filter(one::isAfter).orElse(one);
    }
}
