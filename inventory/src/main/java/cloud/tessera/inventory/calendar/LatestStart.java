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
 * Looks backwards for the last whole UTC hour before the start of a question at which its shape is free for its length. A
 * place that is not free then can only have been free before some tile began, so only windows that end there are tried.
 */
final class LatestStart {
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1000;
    private static final int MOST_STARTS = 500;

    private LatestStart() {}

    /**
     * @param now microseconds; nothing is found before
     * @return the start in microseconds, before that of the question
     */
    static Optional<Long> find(Question question, PlacementPolicy policy, CalendarView view, long now) {
        long length = question.span().until() - question.span().from();
        int tried = 0;
        for (long start : starts(question, view, length).descendingSet()) {
            if (start < now || tried++ == MOST_STARTS) {
                break;
            }
            if (policy.place(question.at(new Span(start, start + length)), view).isPresent()) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    private static TreeSet<Long> starts(Question question, CalendarView view, long length) {
        TreeSet<Long> starts = new TreeSet<>();
        for (Group group : view.groups(question.model().key(), question.site())) {
            for (Group.Host host : group.hosts()) {
                for (int device : host.devices()) {
                    for (Tile tile : view.card(device).tiles()) {
                        long start = Math.floorDiv(tile.from() - length, HOUR) * HOUR;
                        if (start < question.span().from()) {
                            starts.add(start);
                        }
                    }
                }
            }
        }
        return starts;
    }
}
