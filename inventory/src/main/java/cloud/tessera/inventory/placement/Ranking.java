package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.SlotRange;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a policy holds against a place. The place that costs least is taken. */
interface Ranking {
    /** Looks at a host once, before its cards are compared. */
    OnHost on(Group.Host host, Question question, CalendarView view);

    /** The same for whatever host, where the host makes no difference; null where it does. */
    default @Nullable OnHost everywhere(Question question, CalendarView view) {
        return null;
    }

    /**
     * What a place on a card costs at least, by what is held of it ({@link CalendarView#openings}), so that cards on which it
     * would be dearer need not be looked at; null where that says nothing.
     */
    default @Nullable IntToDoubleFunction atLeast(Question question, CalendarView view) {
        return null;
    }

    /** What it costs to put work without a card on a host that has room for it; as a rule, the CPU that is left. */
    default double withoutCard(Group.Host host, Question question, HostShare share, CalendarView view) {
        return view.room(host.id()).freeCpuMilli(question.span()) - share.cpuMilli();
    }

    /** One host, as a ranking sees it for one question. */
    interface OnHost {
        /** What it costs to put one piece here, in a unit of the ranking's own; the lower the better. */
        double cost(Card card, List<SlotRange> piece);
    }
}
