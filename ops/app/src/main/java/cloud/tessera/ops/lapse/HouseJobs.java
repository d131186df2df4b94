package cloud.tessera.ops.lapse;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.inventory.consignment.Resales;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.waitlist.WaitlistTurns;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** What the worker does again and again with claims and money, to be done on a moved clock in the worker's order. */
@Singleton
public final class HouseJobs {
    private static final Caller JOB = Caller.Job.named("time-lapse");

    private final LifeCycle lifeCycle;
    private final Exposure exposure;
    private final Blocks blocks;
    private final Credits credits;
    private final Invoices invoices;
    private final WaitlistTurns waitlist;
    private final Resales resales;
    private final MovableClock clock;

    HouseJobs(
            LifeCycle lifeCycle,
            Exposure exposure,
            Blocks blocks,
            Credits credits,
            Invoices invoices,
            WaitlistTurns waitlist,
            Resales resales,
            MovableClock clock) {
        this.lifeCycle = lifeCycle;
        this.exposure = exposure;
        this.blocks = blocks;
        this.credits = credits;
        this.invoices = invoices;
        this.waitlist = waitlist;
        this.resales = resales;
        this.clock = clock;
    }

    /**
     * Time that passes with all of them.
     *
     * @param money how often readings are collected, money follows them and the waitlist is served; invoices are issued
     *     up to this much later than the month ends
     * @param sampling how often the use of devices is noted
     */
    public TimeLapse timeLapse(Duration money, Duration sampling) {
        return new TimeLapse(
                clock,
                lifeCycle,
                List.of(
                        new Recurring("waitlist", money, () -> waitlist.serve(JOB)),
                        new Recurring("sampling", sampling, () -> lifeCycle.sample(JOB)),
                        new Recurring("metering", money, () -> lifeCycle.meter(JOB)),
                        new Recurring("returns", money, () -> resales.settle(JOB)),
                        new Recurring("recognition", money, () -> blocks.recognise(JOB)),
                        new Recurring("credits", money, () -> credits.expire(JOB)),
                        new Recurring("invoicing", money, () -> invoices.issueDue(JOB)),
                        new Recurring("exposure", money, () -> exposure.refresh(JOB))));
    }

    /** The same without sampling. */
    public TimeLapse timeLapse(Duration money) {
        return timeLapse(money, Duration.ofDays(36_500));
    }
}
