package cloud.tessera.inventory.placement;

import java.util.Optional;

/**
 * Decides where a shape lies. Pure: the same question and the same view give the same answer. Its answer is a proposal;
 * constraints in the database decide.
 */
public interface PlacementPolicy {
    /** A place for all of the shape in the whole span, or none. */
    Optional<Placement> place(Question question, CalendarView view);

    /** How many times the whole shape fits at once, counted up to a most. */
    int count(Question question, CalendarView view, int most);
}
