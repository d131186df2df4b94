package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.grid.Grid;
import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks for whole UTC hours at which a shape is free for the length of the question. The grid names the hours at which it may
 * be, the policy decides on the cards.
 */
record StartSearch(PlacementPolicy policy, CalendarView view, Grid grid) {
    private static final long HOUR = Duration.ofHours(1).toNanos() / 1000;

    /**
     * The first hour from the start of the question on.
     *
     * @param now microseconds; nothing is found before
     * @param horizon microseconds by which the window must have ended
     * @return the start in microseconds; empty for a question without an end
     */
    Optional<Long> earliest(Question question, long now, long horizon) {
        if (question.span().until() == Span.OPEN) {
            return Optional.empty();
        }
        List<Group> groups = view.groups(question.model().key(), question.site());
        long last = Math.floorDiv(horizon - length(question), HOUR);
        long hour = Math.ceilDiv(Math.max(question.span().from(), now), HOUR);
        while (true) {
            OptionalLong next = grid.next(groups, question, hour, last);
            if (next.isEmpty() || free(question, next.getAsLong())) {
                return start(next);
            }
            hour = next.getAsLong() + 1;
        }
    }

    /**
     * The last hour before the start of the question.
     *
     * @param now microseconds; nothing is found before
     * @return the start in microseconds; empty for a question without an end
     */
    Optional<Long> latestBefore(Question question, long now) {
        if (question.span().until() == Span.OPEN) {
            return Optional.empty();
        }
        List<Group> groups = view.groups(question.model().key(), question.site());
        long first = Math.ceilDiv(now, HOUR);
        long hour = Math.ceilDiv(question.span().from(), HOUR) - 1;
        while (true) {
            OptionalLong previous = grid.previous(groups, question, hour, first);
            if (previous.isEmpty() || free(question, previous.getAsLong())) {
                return start(previous);
            }
            hour = previous.getAsLong() - 1;
        }
    }

    private boolean free(Question question, long hour) {
        Span span = new Span(hour * HOUR, hour * HOUR + length(question));
        return policy.place(question.at(span), view).isPresent();
    }

    private static long length(Question question) {
        return question.span().until() - question.span().from();
    }

    private static Optional<Long> start(OptionalLong hour) {
        return hour.isPresent() ? Optional.of(hour.getAsLong() * HOUR) : Optional.empty();
    }
}
