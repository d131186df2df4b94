package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.SlotRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place that costs least by a ranking. Several pieces are placed one after another, each where it costs least
 * then; a gang goes to the fabric domain where all of it costs least. Between places that cost the same the fuller card is
 * taken, then the fuller host, then the highest start, so that what is large and free stays so; what order hosts have does
 * not matter before that.
 */
record Ranked(String name, Ranking ranking) implements PlacementPolicy {
    /** Differences below this are rounding. */
    private static final double SAME = 1e-9;

    @Override
    public Optional<Choice> choose(Question question, CalendarView view) {
        if (Slices.matter(question)) {
            return Slices.choose(question, view);
        }
        Choice best = null;
        for (Group group : view.groups(question.model().key(), question.site())) {
            if (!Floor.leaves(group, question, view)) {
                continue;
            }
            for (List<Group.Host> hosts : Reach.together(group, question)) {
                Choice choice = pack(group, hosts, question, view);
                if (choice != null && (best == null || choice.cost() < best.cost() - SAME)) {
                    best = choice;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private @Nullable Choice pack(Group group, List<Group.Host> hosts, Question question, CalendarView view) {
        int pieces = question.shape().pieces();
        if (pieces > 1 && Reach.pieces(group, hosts, question, view, pieces) < pieces) {
            return null;
        }
        Draft draft = new Draft(group, question);
        Overlay seen = new Overlay(view);
        double cost = 0;
        for (int piece = 0; piece < pieces; piece++) {
            Spot spot = cheapest(group, hosts, question, pieces == 1 ? view : seen);
            if (spot == null) {
                return null;
            }
            draft.add(spot.host, spot.card.device(), spot.ranges);
            cost += spot.cost;
            if (pieces > 1) {
                seen.take(question, spot.host, spot.card, spot.ranges);
            }
        }
        return new Choice(question, draft.placement(), cost);
    }

    /** The best place for one piece on one card. */
    @Nullable
    Choice onCard(Group group, Group.Host host, int device, Question question, CalendarView view) {
        Group.Host only = new Group.Host(host.id(), host.fabric(), List.of(device));
        Spot spot = cheapest(group, List.of(only), question, view);
        if (spot == null) {
            return null;
        }
        Draft draft = new Draft(group, question);
        draft.add(host, device, spot.ranges);
        return new Choice(question, draft.placement(), spot.cost);
    }

    /** What it costs to put a piece in one place. */
    double cost(Group.Host host, Card card, List<SlotRange> piece, Question question, CalendarView view) {
        return ranking.on(host, question, view).cost(card, piece);
    }

    @Override
    public OptionalInt host(List<Question> questions, HostShare share, CalendarView view) {
        OptionalInt best = OptionalInt.empty();
        double least = Double.POSITIVE_INFINITY;
        for (Question question : questions) {
            for (Group group : view.groups(question.model().key(), question.site())) {
                for (Group.Host host : group.hosts()) {
                    if (view.room(host.id()).pieces(share, question.span(), 1) > 0) {
                        double cost = ranking.withoutCard(host, question, share, view);
                        if (cost < least - SAME) {
                            least = cost;
                            best = OptionalInt.of(host.id());
                        }
                    }
                }
            }
        }
        return best;
    }

    private @Nullable Spot cheapest(Group group, List<Group.Host> hosts, Question question, CalendarView view) {
        Spot best = null;
        for (Group.Host host : hosts) {
            Ranking.OnHost on = null; // looked at once a card has room
            for (int device : host.devices()) {
                Card card = view.card(device);
                if (!Reach.usable(group, card, question)) {
                    continue;
                }
                List<List<SlotRange>> options = Pieces.options(card, question);
                if (options.isEmpty()) {
                    continue;
                }
                if (on == null) {
                    if (Reach.hostAllows(group, host, question, view, 1) == 0) {
                        break;
                    }
                    on = ranking.on(host, question, view);
                }
                for (List<SlotRange> ranges : options) {
                    Spot spot = new Spot(host, card, ranges, on.cost(card, ranges));
                    if (best == null || spot.before(best, question, view)) {
                        best = spot;
                    }
                }
            }
        }
        return best;
    }

    /** A place for one piece. */
    private record Spot(Group.Host host, Card card, List<SlotRange> ranges, double cost) {
        private boolean before(Spot other, Question question, CalendarView view) {
            if (Math.abs(cost - other.cost) > SAME) {
                return cost < other.cost;
            }
            if (card == other.card) {
                return ranges.getFirst().start() > other.ranges.getFirst().start();
            }
            int byCard = Integer.compare(free(card, question), free(other.card, question));
            if (byCard != 0) {
                return byCard < 0;
            }
            if (host == other.host) {
                return false;
            }
            return Long.compare(free(host, question, view), free(other.host, question, view)) < 0;
        }

        private static int free(Card card, Question question) {
            return card.freeSlots(question.model().geometry().slots(), question.span());
        }

        private static long free(Group.Host host, Question question, CalendarView view) {
            long free = 0;
            for (int device : host.devices()) {
                Card card = view.card(device);
                free += card.healthy() ? free(card, question) : 0;
            }
            return free;
        }
    }
}
