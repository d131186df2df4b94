package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import java.util.List;
import java.util.Optional;

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
            if (!Floor.leaves(group, question, view)) {
                continue;
            }
            for (List<Group.Host> hosts : Reach.together(group, question)) {
                Draft draft = fill(group, hosts, question, view);
                if (draft.pieces() == question.shape().pieces()) {
                    return Optional.of(new Choice(question, draft.placement(), 0));
                }
            }
        }
        return Optional.empty();
    }

    private static Draft fill(Group group, List<Group.Host> hosts, Question question, CalendarView view) {
        Draft draft = new Draft(group, question);
        int left = question.shape().pieces();
        for (Group.Host host : hosts) {
            if (left == 0) {
                break;
            }
            left -= fillHost(draft, group, host, question, view, left);
        }
        return draft;
    }

    /** Adds up to so many pieces on one host to a draft; says how many. */
    static int fillHost(Draft draft, Group group, Group.Host host, Question question, CalendarView view, int wanted) {
        int pieces = 0;
        int most = -1; // what the host's CPU and memory allow; worked out once a card has room
        for (int device : host.devices()) {
            Card card = view.card(device);
            if (pieces == wanted || pieces == most) {
                break;
            }
            if (!Reach.usable(group, card, question)) {
                continue;
            }
            List<List<SlotRange>> onCard = Pieces.on(card, question, (most < 0 ? wanted : most) - pieces);
            if (!onCard.isEmpty() && most < 0) {
                most = Reach.hostAllows(group, host, question, view, wanted);
            }
            for (List<SlotRange> ranges : onCard.subList(0, Math.max(0, Math.min(onCard.size(), most - pieces)))) {
                draft.add(host, device, ranges);
                pieces++;
            }
        }
        return pieces;
    }
}
