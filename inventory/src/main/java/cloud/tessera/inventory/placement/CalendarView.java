package cloud.tessera.inventory.placement;

import java.util.List;

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
}
