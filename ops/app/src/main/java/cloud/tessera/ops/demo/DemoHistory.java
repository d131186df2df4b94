package cloud.tessera.ops.demo;

import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.inventory.reservation.Returns;
import cloud.tessera.inventory.waitlist.Waitlist;
import cloud.tessera.ops.lapse.HouseJobs;
import cloud.tessera.ops.lapse.TimeLapse;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntConsumer;

/**
 * Makes the demo: three customers who live from the first day of the month two months back until now, through the use
 * cases that everybody calls, on a clock that stands and is moved. The same seed and the same start give the same ids
 * and the same invoices, however long the history is. No row is written in any other way.
 */
@Singleton
public final class DemoHistory {
    /** The seed of the demo that {@code ops/run} makes. */
    public static final long SEED = 20_260_101;

    private static final Duration MONEY = Duration.ofHours(6);
    private static final Duration SAMPLING = Duration.ofMinutes(20);
    /** The use of devices is noted for the last of the days alone: nobody looks further back in a demo. */
    private static final Duration SAMPLED = Duration.ofDays(1);

    private final DemoGround ground;
    private final Customers customers;
    private final Offers offers;
    private final Reservations reservations;
    private final Allocations allocations;
    private final Returns returns;
    private final Waitlist waitlist;
    private final Fleet fleet;
    private final LifeCycle lifeCycle;
    private final Invoices invoices;
    private final HouseJobs jobs;
    private final MovableClock clock;

    /**
     * What was made.
     *
     * @param claims reservations and allocations
     * @param refused wishes that were refused, by code
     */
    public record Made(int claims, SortedMap<String, Integer> refused) {}

    DemoHistory(
            DemoGround ground,
            Customers customers,
            Offers offers,
            Reservations reservations,
            Allocations allocations,
            Returns returns,
            Waitlist waitlist,
            Fleet fleet,
            LifeCycle lifeCycle,
            Invoices invoices,
            HouseJobs jobs,
            MovableClock clock) {
        this.ground = ground;
        this.customers = customers;
        this.offers = offers;
        this.reservations = reservations;
        this.allocations = allocations;
        this.returns = returns;
        this.waitlist = waitlist;
        this.fleet = fleet;
        this.lifeCycle = lifeCycle;
        this.invoices = invoices;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Where a history begins that ends now: the first of the month two months back, midnight UTC. */
    public static Instant startFor(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC)
                .withDayOfMonth(1)
                .minusMonths(2)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /**
     * Makes all of it, from where the clock stands, which must be midnight UTC.
     *
     * @param until where it ends; the clock stands there afterwards
     * @param realProcesses told how many runs may be real processes: some for the first that the visitor sees
     */
    public Made make(long seed, Instant until, IntConsumer realProcesses) {
        Instant start = clock.instant();
        realProcesses.accept(0);
        Caller operator = ground.lay(start);
        Customer startup = customers.letIn(operator, Tenant.STARTUP);
        Customer lab = customers.letIn(operator, Tenant.LAB);
        Customer retailer = customers.letIn(operator, Tenant.RETAILER);
        var bookings = new Bookings(offers, reservations, allocations, returns, waitlist, clock);
        var agenda = new Agenda();
        new Incidents(fleet, lifeCycle, invoices, bookings, operator).enter(agenda, start, lab);
        new Everyday(seed, List.of(startup, lab, retailer), customers, bookings, operator).enter(agenda, start, until);
        var today = new Today(bookings, startup, realProcesses, clock);
        live(agenda, jobs.timeLapse(MONEY), until.minus(SAMPLED));
        TimeLapse lastDay = jobs.timeLapse(MONEY, SAMPLING);
        today.enter(agenda, lastDay, until);
        live(agenda, lastDay, until);
        return new Made(bookings.claims(), bookings.refused());
    }

    private static void live(Agenda agenda, TimeLapse time, Instant until) {
        for (Optional<Agenda.Entry> next = agenda.next(until); next.isPresent(); next = agenda.next(until)) {
            time.to(next.get().at());
            next.get().action().run();
        }
        time.to(until);
    }
}
