package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Tile;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Looks for the first whole UTC hour at which a shape is free for the length of the question. A place can only become
 * free where some tile ends, so only those hours are tried.
 */
final class EarliestStart {
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1000;
    /** More starts than this are not tried: what is free so late is no help, and the answer must come soon. */
    private static final int MOST_STARTS = 500;

    private EarliestStart() {}

    /**
     * @param now microseconds; nothing is found before
     * @param horizon microseconds by which the window must have ended
     * @return the start in microseconds
     */
    static Optional<Long> find(Question question, PlacementPolicy policy, CalendarView view, long now, long horizon) {
        long length = question.span().until() - question.span().from();
        int tried = 0;
        for (long start : starts(question, view, Math.max(question.span().from(), now))) {
            if (start + length > horizon || tried++ == MOST_STARTS) {
                break;
            }
            if (policy.place(question.at(new Span(start, start + length)), view).isPresent()) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    private static TreeSet<Long> starts(Question question, CalendarView view, long from) {
        TreeSet<Long> starts = new TreeSet<>();
        starts.add(hourFrom(from));
        for (Group group : view.groups(question.model().key(), question.site())) {
            for (Group.Host host : group.hosts()) {
                for (int device : host.devices()) {
                    for (Tile tile : view.card(device).tiles()) {
                        if (tile.until() != Span.OPEN && tile.until() > from) {
                            starts.add(hourFrom(tile.until()));
                        }
                    }
                }
            }
        }
        return starts;
    }

    private static long hourFrom(long moment) {
        return Math.ceilDiv(moment, HOUR) * HOUR;
    }
}
