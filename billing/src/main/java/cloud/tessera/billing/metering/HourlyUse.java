package cloud.tessera.billing.metering;

import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What was held, summed up, for the rooms that rate it. Sums never reach across one of the cuts given, which are the
 * instants at which prices change; hours are whole, and so are those instants.
 */
@Singleton
public final class HourlyUse {

    /**
     * What a claim held between two cuts in one month.
     *
     * @param from its first second
     * @param until the second after its last
     * @param invoicedSeconds those of the unit-seconds that invoices have taken in already
     */
    public record Held(
            YearMonth month,
            ProjectId project,
            String sku,
            String site,
            UUID claim,
            Instant from,
            Instant until,
            long unitSeconds) {}

    /** What an organization used and no invoice has taken in yet, between two cuts. */
    public record Open(OrganizationId organization, String sku, String site, Instant from, long unitSeconds) {}

    /** What a project held on one day between two cuts. */
    public record Day(
            LocalDate date,
            ProjectId project,
            String sku,
            String site,
            Instant from,
            Instant until,
            long unitSeconds) {}

    /** A month in which an organization has use that no invoice has taken in. */
    public record OpenMonth(OrganizationId organization, YearMonth month) {}

    /** The months with metered use that no invoice has taken in, of all organizations. */
    public List<OpenMonth> openMonths(Tx tx) {
        return UseStore.openMonths(tx);
    }

    /** All metered use of an organization in the months that end by the one given and have use that is not invoiced. */
    public List<Held> openUntil(Tx tx, OrganizationId organization, BillingMonth last, List<Instant> cuts) {
        return UseStore.openUntil(tx, organization, last, cuts);
    }

    /** The same as an invoice saw it, from the readings themselves: those of its months that had been taken by then. */
    public List<Held> asTaken(
            Tx tx, OrganizationId organization, List<YearMonth> months, long readingsUntil, List<Instant> cuts) {
        return UseStore.asTaken(tx, organization, months, readingsUntil, cuts);
    }

    /** Metered use of some organizations that no invoice has taken in. */
    public List<Open> open(Tx tx, Collection<OrganizationId> organizations, List<Instant> cuts) {
        return UseStore.open(tx, organizations, cuts);
    }

    /** Metered use by day in the zone given; an hour belongs to the day on which it begins. */
    public List<Day> daily(Tx tx, OrganizationId organization, TimeWindow window, ZoneId zone, List<Instant> cuts) {
        return UseStore.daily(tx, organization, window, zone, cuts);
    }

    /** Keeps readings of an organization out until the transaction ends, so that an invoice sees all or none of a batch. */
    public void holdStill(Tx tx, OrganizationId organization) {
        ReadingStore.exclude(tx, organization);
    }

    /** The number of the last reading that was taken of an organization; zero where there is none. */
    public long lastTaken(Tx tx, OrganizationId organization) {
        return UseStore.lastTaken(tx, organization);
    }

    /** Notes that an invoice has taken in all metered use of an organization up to the end of a month. */
    public void invoiced(Tx tx, OrganizationId organization, BillingMonth last) {
        UseStore.invoiced(tx, organization, last);
    }
}
