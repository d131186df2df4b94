package cloud.tessera.ops.worker;

import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.lifecycle.Metered;
import cloud.tessera.quota.term.Caller;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Meters what runs, and issues the invoices of months that are metered to their ends by then. One job does both: an
 * invoice that came before the meter would leave the last minutes of its month to the next invoice.
 */
@Singleton
final class MeterAndInvoice implements Job.Work {
    /** A run is not metered in its first minute, so that a minute after a month all that ran in it is. */
    private static final Duration SETTLED = Duration.ofMinutes(1);
    /** So long invoices wait for runs that could not be metered; what comes later stands on the next invoice. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final LifeCycle lifeCycle;
    private final Invoices invoices;
    private final Clock clock;

    MeterAndInvoice(LifeCycle lifeCycle, Invoices invoices, Clock clock) {
        this.lifeCycle = lifeCycle;
        this.invoices = invoices;
        this.clock = clock;
    }

    @Override
    public void run(Caller job) {
        Instant began = clock.instant();
        Metered metered = lifeCycle.meter(job);
        invoices.issueDue(job, began.minus(metered.waiting() == 0 ? SETTLED : PATIENCE));
    }
}
