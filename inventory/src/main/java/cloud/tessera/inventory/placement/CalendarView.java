package cloud.tessera.inventory.placement;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What placement sees of fleet and calendar: possibly a moment old, never changed by looking. */
public interface CalendarView {
    /** Pools of a site with devices of a model, in the order in which they are tried. */
    List<Group> groups(String model, String site);

    Card card(int device);

    HostRoom room(int host);

    /** What is asked for as a rule. */
    default Demand demand() {
        return Demand.UNKNOWN;
    }

    /**
     * Where in a pool a question may find room: for a gang once for each fabric domain that may hold all of it, otherwise
     * once for the pool. A filter: it leaves out no card that has room, and none at all where the view has no index.
     *
     * @param atLeast what a ranking holds at least against a place on a card, by what is surely held of it throughout the
     *     span: a bit for each slot of a partitioned card, or thousandths of one that is divided freely; null for the order
     *     of the pool
     */
    default List<Openings> openings(Group group, Question question, @Nullable IntToDoubleFunction atLeast) {
        return Openings.all(group, question);
    }

    /** What training holds of a pool; null where nothing but a look at each card tells. */
    default @Nullable Training training(Group group, Span span) {
        return null;
    }
}
