package cloud.tessera.portal.operator;

import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.lifecycle.HostFailure;
import cloud.tessera.inventory.lifecycle.Metered;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import java.time.Instant;

/**
 * What the demo panel lets an operator do to time and machines. The executable that has a demo brings an implementation;
 * where there is none, there is no panel. Everything goes through the use cases that jobs and operators call. Callers who
 * may not manage the platform are refused as {@code forbidden}.
 */
public interface DemoControls {
    /** How far time is to go. */
    enum Step {
        HOUR,
        DAY,
        /** To the moment when the running month is over for every customer, so that its invoices are issued. */
        MONTH_END
    }

    /**
     * Lets time pass: the clock stops wherever a claim or a job has something to do, and that is done. It waits for the
     * jobs under way and may take a minute for a month. Time never goes back, after a restart neither.
     *
     * @return what time it is then
     */
    Instant advance(Caller operator, Step step);

    /** A host fails, with all its cards; see {@code LifeCycle.failHost}. */
    Outcome<HostFailure> failHost(Caller operator, int host);

    /** A failed host is well again. The value is the number of its cards. */
    Outcome<Integer> repairHost(Caller operator, int host);

    /** A site goes out of reach; its work goes on, and its readings wait. */
    Outcome<Site> cutLink(Caller operator, String site);

    /** A site is in reach again. */
    Outcome<Site> restoreLink(Caller operator, String site);

    /** Readings of the last day are delivered again: known ones change nothing. */
    Metered deliverTwice(Caller operator);
}
