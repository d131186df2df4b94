package cloud.tessera.billing.rating;

import cloud.tessera.quota.term.TimeWindow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * A month in the zone of an organization: from midnight on its first day there to midnight on the first day of the next,
 * as instants. Where clocks are put forward or back it has an hour less or more: 743 or 745 in a month of 31 days.
 */
public record BillingMonth(YearMonth month, ZoneId zone) implements Comparable<BillingMonth> {

    public static BillingMonth containing(Instant instant, ZoneId zone) {
        return new BillingMonth(YearMonth.from(instant.atZone(zone)), zone);
    }

    /** Its first instant; where midnight does not exist that day, the first instant after it. */
    public Instant start() {
        return month.atDay(1).atStartOfDay(zone).toInstant();
    }

    /** The first instant of the month after it. */
    public Instant end() {
        return next().start();
    }

    public TimeWindow window() {
        return new TimeWindow(start(), end());
    }

    public BillingMonth next() {
        return new BillingMonth(month.plusMonths(1), zone);
    }

    public boolean isOverAt(Instant now) {
        return !now.isBefore(end());
    }

    /** Its first day: how it is stored. */
    public LocalDate firstDay() {
        return month.atDay(1);
    }

    @Override
    public int compareTo(BillingMonth other) {
        return month.compareTo(other.month);
    }
}
