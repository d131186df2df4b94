package cloud.tessera.ops.worker;

import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.quota.term.Caller;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What time does to claims. */
@Singleton
final class CapacityJobs {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LifeCycle lifeCycle;

    CapacityJobs(LifeCycle lifeCycle) {
        this.lifeCycle = lifeCycle;
    }

    List<Job> all() {
        return List.of(
                Job.leased("life-cycle", SECOND, lifeCycle()),
                Job.leased("metering", MINUTE, caller -> lifeCycle.meter(caller)),
                Job.leased("sampling", MINUTE, caller -> lifeCycle.sample(caller)));
    }

    /** After a start the world may have changed behind our back: everything that runs is looked at once. */
    private Job.Work lifeCycle() {
        var reconciled = new AtomicBoolean();
        return (Caller caller) -> {
            if (!reconciled.get()) {
                lifeCycle.reconcile(caller);
                reconciled.set(true);
            }
            lifeCycle.tick(caller);
        };
    }
}
