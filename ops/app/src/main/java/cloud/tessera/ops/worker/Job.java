package cloud.tessera.ops.worker;

import cloud.tessera.quota.term.Caller;
import java.time.Duration;

/**
 * Something that is done again and again by one worker at a time.
 *
 * @param name the name of its lease
 * @param every how long to wait after it is done
 * @param leased false for what every process does for itself, such as reading a feed into its own memory
 * @param work must bear being done twice at once: a lease may end while the work goes on
 */
record Job(String name, Duration every, boolean leased, Work work) {
    /** One round of a job. */
    @FunctionalInterface
    interface Work {
        void run(Caller caller);
    }

    /** Who does it: a job of the platform with its name. */
    Caller caller() {
        return Caller.Job.named(name);
    }

    static Job leased(String name, Duration every, Work work) {
        return new Job(name, every, true, work);
    }

    static Job everywhere(String name, Duration every, Work work) {
        return new Job(name, every, false, work);
    }
}
