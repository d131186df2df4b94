package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.HostShare;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides where a shape lies. Pure: the same question and the same view give the same answer. Its answer is a proposal;
 * constraints in the database decide. Policies are values with a name; {@link Policies} knows them all.
 */
public interface PlacementPolicy {
    /** As commands and documents call it, such as {@code keep-large}. */
    String name();

    /** A place for all of the shape in the whole span, with what it costs, or none. */
    Optional<Choice> choose(Question question, CalendarView view);

    /**
     * What was chosen.
     *
     * @param question which question it answers, where there were several
     * @param cost what the policy holds against it, in a unit of its own; the lower the better
     */
    record Choice(Question question, Placement placement, double cost) {}

    /** A place for all of the shape in the whole span, or none. */
    default Optional<Placement> place(Question question, CalendarView view) {
        return choose(question, view).map(Choice::placement);
    }

    /** The best place for one of several questions of which any will do, such as the same work on another model. */
    default Optional<Choice> chooseAny(List<Question> questions, CalendarView view) {
        Choice best = null;
        for (Question question : questions) {
            Choice choice = choose(question, view).orElse(null);
            if (choice != null && (best == null || choice.cost() < best.cost())) {
                best = choice;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * A host for work that takes no card, such as what prepares data for cards, the first with room as a rule; empty where
     * none has any.
     *
     * @param questions one for each model whose hosts will do
     * @param share what the work takes
     */
    default OptionalInt host(List<Question> questions, HostShare share, CalendarView view) {
        return questions.stream()
                .flatMap(question -> view.groups(question.model().key(), question.site()).stream()
                        .flatMap(group -> group.hosts().stream())
                        .filter(host -> view.room(host.id()).pieces(share, question.span(), 1) > 0))
                .mapToInt(Group.Host::id)
                .findFirst();
    }

    /** How many times the whole shape fits at once, counted up to a most. */
    default int count(Question question, CalendarView view, int most) {
        return Reach.count(question, view, most);
    }
}
