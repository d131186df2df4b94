package cloud.tessera.billing.metering;

import cloud.tessera.billing.rating.BillingMonth;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a reading where a UTC hour or a month of its organization ends, so that every part lies in one hour and one month.
 * The same reading is always cut the same way, so its parts have natural keys as the whole has.
 */
final class Splitting {
    private Splitting() {}

    /** A part of a reading and the month it belongs to. */
    record Part(Reading reading, BillingMonth month) {}

    static List<Part> split(Reading reading, ZoneId zone) {
        List<Part> parts = new ArrayList<>();
        Instant end = reading.occurredAt().plusSeconds(reading.seconds());
        Instant from = reading.occurredAt();
        while (from.isBefore(end)) {
            BillingMonth month = BillingMonth.containing(from, zone);
            Instant hourEnds = from.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            Instant until = min(end, min(hourEnds, month.end()));
            int seconds = Math.toIntExact(from.until(until, ChronoUnit.SECONDS));
            parts.add(new Part(part(reading, from, seconds), month));
            from = until;
        }
        return parts;
    }

    private static Reading part(Reading r, Instant from, int seconds) {
        return new Reading(
                r.claim(),
                from,
                r.sequence(),
                r.organization(),
                r.project(),
                r.sku(),
                r.workload(),
                r.site(),
                r.quantity(),
                seconds,
                r.source());
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
