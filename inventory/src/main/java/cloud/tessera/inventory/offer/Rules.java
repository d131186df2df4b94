package cloud.tessera.inventory.offer;

import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** What a training window must be like. */
public final class Rules {
    /** How far ahead a window may reach. */
    static final Duration HORIZON = Duration.ofDays(180);

    /** How many hours later work may be asked to begin: as many as was measured, and each is looked at. */
    public static final int MOST_FLEXIBLE = 48;

    private Rules() {}

    /** Refuses a window as {@code invalid_window}. */
    public static void check(TimeWindow window, Instant now) {
        if (!window.onWholeHours()) {
            throw refused("A training window begins and ends on whole hours, UTC.");
        }
        if (window.start().isBefore(now)) {
            throw refused("The window has begun already; the next whole hour is the earliest start.");
        }
        checkEnd(window.end(), now);
    }

    /** Refuses the end of a window as {@code invalid_window}. */
    public static void checkEnd(Instant end, Instant now) {
        if (!end.truncatedTo(ChronoUnit.HOURS).equals(end)) {
            throw refused("A training window begins and ends on whole hours, UTC.");
        }
        if (end.isAfter(now.plus(HORIZON))) {
            throw refused("Capacity can be booked at most 180 days ahead.");
        }
    }

    /** Refuses days of a calendar, of which each must have an hour that could be booked, as {@code invalid_window}. */
    static void checkDays(LocalDate from, int days, Instant now) {
        if (from.isBefore(LocalDate.ofInstant(now, ZoneOffset.UTC))) {
            throw invalidFrom("The first day is over; today, in UTC, is the earliest.");
        }
        LocalDate last = LocalDate.ofInstant(now.plus(HORIZON), ZoneOffset.UTC);
        if (from.plusDays(days - 1L).isAfter(last)) {
            throw invalidFrom("Capacity can be booked at most 180 days ahead, until " + last + ".");
        }
    }

    private static RuntimeException invalidFrom(String detail) {
        return Refusal.invalid("invalid_window", detail, "from").asException();
    }

    /** Refuses hours that are not 0 to {@link #MOST_FLEXIBLE} as {@code invalid_flexible_hours}. */
    static void checkFlexible(int hours) {
        if (hours < 0 || hours > MOST_FLEXIBLE) {
            throw Refusal.invalid(
                            "invalid_flexible_hours",
                            "It can begin 0 to " + MOST_FLEXIBLE + " hours later than asked.",
                            "flexible_hours")
                    .asException();
        }
    }

    private static RuntimeException refused(String detail) {
        return Refusal.invalid("invalid_window", detail, "window").asException();
    }
}
