package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the first place that fits: pools by code, hosts and devices by number, slots from the lowest; slices by {@link Slices}. */
public record FirstFit() implements PlacementPolicy {
    @Override
    public String name() {
        return "first-fit";
    }

    @Override
    public Optional<Choice> choose(Question question, CalendarView view) {
        if (Slices.matter(question)) {
            return Slices.choose(question, view);
        }
        for (Group group : view.groups(question.model().key(), question.site())) {
            List<Openings> found = view.openings(group, question, null);
            if (found.isEmpty() || !Floor.leaves(group, question, view)) {
                continue;
            }
            for (Openings openings : found) {
                Choice choice = openings.first(some -> choice(fill(group, some, question, view)));
                if (choice != null) {
                    return Optional.of(choice);
                }
            }
        }
        return Optional.empty();
    }

    /** Null where not all pieces have found a place. */
    static @Nullable Choice choice(Draft draft) {
        Question question = draft.question();
        return draft.pieces() == question.shape().pieces() ? new Choice(question, draft.placement(), 0) : null;
    }

    private static Draft fill(Group group, Openings openings, Question question, CalendarView view) {
        Draft draft = new Draft(group, question);
        int left = question.shape().pieces();
        int end;
        for (int i = 0; i < openings.size() && left > 0; i = end) {
            end = openings.endOfHost(i);
            left -= fillHost(draft, group, openings, i, end, view, left);
        }
        return draft;
    }

    /** Adds up to so many pieces on one host to a draft; says how many. */
    static int fillHost(Draft draft, Group group, Group.Host host, CalendarView view, int wanted) {
        Openings alone = Openings.of(List.of(host));
        return fillHost(draft, group, alone, 0, alone.size(), view, wanted);
    }

    private static int fillHost(
            Draft draft, Group group, Openings openings, int start, int end, CalendarView view, int wanted) {
        Group.Host host = openings.host(start);
        Question question = draft.question();
        int pieces = 0;
        int most = -1; // what the host's CPU and memory allow; worked out once a card has room
        for (int i = start; i < end && pieces < wanted && pieces != most; i++) {
            Card card = view.card(openings.device(i));
            if (!Reach.usable(group, card, question)) {
                continue;
            }
            List<List<SlotRange>> onCard = Pieces.on(card, question, (most < 0 ? wanted : most) - pieces);
            if (!onCard.isEmpty() && most < 0) {
                most = Reach.hostAllows(group, host, question, view, wanted);
            }
            for (List<SlotRange> ranges : onCard.subList(0, Math.max(0, Math.min(onCard.size(), most - pieces)))) {
                draft.add(host, card.device(), ranges);
                pieces++;
            }
        }
        return pieces;
    }
}
