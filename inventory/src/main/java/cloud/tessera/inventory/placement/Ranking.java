package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import java.util.List;

/** What a policy holds against a place. The place that costs least is taken. */
interface Ranking {
    /** Looks at a host once, before its cards are compared. */
    OnHost on(Group.Host host, Question question, CalendarView view);

    /** One host, as a ranking sees it for one question. */
    interface OnHost {
        /** What it costs to put one piece here, in a unit of the ranking's own; the lower the better. */
        double cost(Card card, List<SlotRange> piece);
    }
}
