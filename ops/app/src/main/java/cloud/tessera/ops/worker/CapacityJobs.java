package cloud.tessera.ops.worker;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.consignment.Resales;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.maintenance.Drains;
import cloud.tessera.inventory.maintenance.MaintenanceKeeper;
import cloud.tessera.inventory.replan.Replan;
import cloud.tessera.inventory.service.ServiceKeeper;
import cloud.tessera.inventory.waitlist.WaitlistTurns;
import cloud.tessera.quota.term.Caller;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What time does to claims, and what this process must know of them. */
@Singleton
final class CapacityJobs {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final LifeCycle lifeCycle;
    private final Calendar calendar;
    private final WaitlistTurns waitlist;
    private final ServiceKeeper services;
    private final Replan replan;
    private final Drains drains;
    private final MaintenanceKeeper maintenance;
    private final Resales resales;

    CapacityJobs(
            LifeCycle lifeCycle,
            Calendar calendar,
            WaitlistTurns waitlist,
            ServiceKeeper services,
            Drains drains,
            MaintenanceKeeper maintenance,
            Resales resales,
            Replan replan) {
        this.replan = replan;
        this.lifeCycle = lifeCycle;
        this.drains = drains;
        this.maintenance = maintenance;
        this.services = services;
        this.calendar = calendar;
        this.waitlist = waitlist;
        this.resales = resales;
    }

    List<Job> all() {
        return List.of(
                // The index lies in this process's memory, so no other process can do this for it.
                Job.everywhere("calendar", SECOND, calendar::catchUp),
                Job.leased("calendar-feed", HOUR, calendar::forget),
                Job.leased("life-cycle", SECOND, lifeCycle()),
                Job.leased("waitlist", SOON, waitlist::serve),
                Job.leased("returns", MINUTE, resales::settle),
                Job.leased("services", MINUTE, services::keep),
                Job.leased("drains", MINUTE, drains::keep),
                Job.leased("maintenance", MINUTE, maintenance::keep),
                Job.leased("replan", MINUTE.multipliedBy(5), replan()),
                Job.leased("sampling", MINUTE, lifeCycle::sample),
                Job.leased("forget-samples", HOUR, lifeCycle::forgetSamples));
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

    /** Packing can wait, and a start should not: the first round is left out. */
    private Job.Work replan() {
        var started = new AtomicBoolean();
        return (Caller caller) -> {
            if (started.getAndSet(true)) {
                replan.run(caller);
            }
        };
    }
}
