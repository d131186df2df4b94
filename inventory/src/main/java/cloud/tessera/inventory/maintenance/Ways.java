package cloud.tessera.inventory.maintenance;

import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.maintenance.InTheWay.Way;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a window does with the claims in its way, and what it is refused with. Pure. */
final class Ways {
    /** How far ahead a window may reach. */
    static final Duration HORIZON = Duration.ofDays(180);

    static final String CODE = "maintenance_conflict";

    private static final int MOST_NAMED = 10;

    private Ways() {}

    /** Whether a claim makes way for a window that may move things. */
    static boolean makesWay(InTheWay claim, Instant now, Instant start) {
        return switch (claim.way()) {
            case REBIND, GIVE_WAY -> true;
            // The new run must have had its time to become ready before the old one loses its place.
            case MOVE -> !start.isBefore(now.plus(Moves.LONGEST));
            case LEAVES, STAYS -> false;
        };
    }

    /** Those that refuse a window that begins at an instant. */
    static List<InTheWay> refusing(List<InTheWay> claims, boolean move, Instant now, Instant start) {
        return claims.stream()
                .filter(claim -> !move || !makesWay(claim, now, start))
                .toList();
    }

    /**
     * The first start on a whole hour after the window's own that nothing refuses.
     *
     * @param claims what holds something at any time from the window's start on
     * @param stuck those of them for which there is no other place
     */
    static Optional<Instant> earliest(List<InTheWay> claims, Set<UUID> stuck, NewMaintenance wanted, Instant now) {
        TimeWindow window = wanted.window();
        TreeSet<Instant> starts = new TreeSet<>();
        starts.add(wholeHour(now.plus(Moves.LONGEST)));
        for (InTheWay claim : claims) {
            if (claim.until() != null) {
                starts.add(wholeHour(claim.until()));
            }
        }
        return starts.tailSet(window.start(), false).stream()
                .filter(start -> !start.plus(window.length()).isAfter(now.plus(HORIZON)))
                .filter(start -> claims.stream()
                        .filter(claim -> claim.during(start, start.plus(window.length())))
                        .allMatch(claim ->
                                wanted.move() && !stuck.contains(claim.claim()) && makesWay(claim, now, start)))
                .findFirst();
    }

    private static Instant wholeHour(Instant instant) {
        Instant hour = instant.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(instant) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    /**
     * {@code maintenance_conflict}, which names what is in the way and says what would work.
     *
     * @param refusing those that refuse the window
     * @param movable whether all of them would make way if it were asked for
     * @param earliest when nothing would refuse it; empty where something never ends
     */
    static Refusal conflict(
            NewMaintenance wanted, List<InTheWay> refusing, boolean movable, Optional<Instant> earliest) {
        String named = refusing.stream()
                .limit(MOST_NAMED)
                .map(claim -> named(claim, wanted.move()))
                .collect(Collectors.joining("; "));
        String more = refusing.size() > MOST_NAMED ? "; and " + (refusing.size() - MOST_NAMED) + " more" : "";
        List<Refusal.Alternative> others = new ArrayList<>();
        if (movable) {
            others.add(new Refusal.Alternative(
                    "move", "All of them can make way: ask with move.", Map.of("move", "true")));
        }
        earliest.ifPresent(start -> others.add(new Refusal.Alternative(
                "later",
                "From " + start + " on nothing is in the way.",
                Map.of(
                        "start",
                        start.toString(),
                        "end",
                        start.plus(wanted.window().length()).toString()))));
        if (refusing.stream().anyMatch(claim -> claim.way() == Way.STAYS && claim.until() == null)) {
            others.add(new Refusal.Alternative(
                    "drain",
                    "Drain the hosts first, so that nothing new begins on them, and ask the owners of what runs without an"
                            + " end to release it; then ask for the window again.",
                    Map.of()));
        }
        return Refusal.conflictForNow(
                        CODE,
                        refusing.size() + (refusing.size() == 1 ? " claim is" : " claims are") + " in the way: " + named
                                + more + ".")
                .withAlternatives(others);
    }

    private static String named(InTheWay claim, boolean tried) {
        String until = claim.until() == null ? "" : " until " + claim.until();
        return claim.kind().text() + " “" + claim.name() + "” (" + id(claim) + ")" + until + ", which "
                + why(claim, tried);
    }

    private static String id(InTheWay claim) {
        return switch (claim.kind()) {
            case RESERVATION -> new ReservationId(claim.claim()).text();
            case ALLOCATION -> new AllocationId(claim.claim()).text();
            case MAINTENANCE -> new MaintenanceId(claim.claim()).text();
        };
    }

    private static String why(InTheWay claim, boolean tried) {
        return switch (claim.way()) {
            case REBIND -> tried ? "has not begun, but there are no other cards for it" : "has not begun";
            case MOVE ->
                tried
                        ? "is movable, but that takes other cards and " + Moves.LONGEST.toMinutes() + " minutes"
                        : "runs and is movable";
            case GIVE_WAY -> "is preemptible";
            case LEAVES -> "is leaving already: ask again when it has left";
            case STAYS -> claim.until() == null ? "runs until its owner releases it" : "runs to its end";
        };
    }
}
