package cloud.tessera.inventory.placement;

import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The card on which the least is left free. */
record BestFit() implements Ranking {
    @Override
    public OnHost on(Group.Host host, Question question, CalendarView view) {
        return everywhere(question, view);
    }

    @Override
    public OnHost everywhere(Question question, CalendarView view) {
        int slots = question.model().geometry().slots();
        return (card, _) -> card.freeSlots(slots, question.span());
    }

    @Override
    public @Nullable IntToDoubleFunction atLeast(Question question, CalendarView view) {
        int slots = question.model().geometry().slots();
        if (question.shape().wholeCards()) {
            return null; // each is as free as the other
        }
        return question.shape().thousandths() ? held -> slots - held : held -> slots - Integer.bitCount(held);
    }
}
