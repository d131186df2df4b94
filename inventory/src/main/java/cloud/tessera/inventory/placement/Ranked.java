package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.geometry.SlotRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
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
        IntToDoubleFunction atLeast = question.shape().pieces() == 1 ? ranking.atLeast(question, view) : null;
        Choice best = null;
        for (Group group : view.groups(question.model().key(), question.site())) {
            List<Openings> found = view.openings(group, question, atLeast);
            if (found.isEmpty() || !Floor.leaves(group, question, view)) {
                continue;
            }
            for (Openings openings : found) {
                Choice choice = pack(group, openings, question, view);
                if (choice != null && (best == null || choice.cost() < best.cost() - SAME)) {
                    best = choice;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private @Nullable Choice pack(Group group, Openings openings, Question question, CalendarView view) {
        int pieces = question.shape().pieces();
        if (pieces == 1) {
            Spot spot = openings.first(some -> cheapest(group, some, question, view));
            return spot == null ? null : choice(group, question, List.of(spot));
        }
        return Reach.pieces(group, openings, question, view, pieces) < pieces
                ? null
                : packAll(group, openings, question, view);
    }

    /** One piece after another, each to the host where it costs least then. Only the host that it goes to has to be looked at again. */
    private @Nullable Choice packAll(Group group, Openings openings, Question question, CalendarView view) {
        Overlay seen = new Overlay(view);
        List<Spot> onHosts = new ArrayList<>(); // the best of each host
        int end;
        for (int i = 0; i < openings.size(); i = end) {
            end = openings.endOfHost(i);
            Spot spot = cheapest(group, openings, i, end, question, view);
            if (spot != null) {
                onHosts.add(spot);
            }
        }
        List<Spot> taken = new ArrayList<>();
        while (taken.size() < question.shape().pieces() && !onHosts.isEmpty()) {
            int best = 0;
            for (int i = 1; i < onHosts.size(); i++) {
                best = onHosts.get(i).before(onHosts.get(best)) ? i : best;
            }
            Spot spot = onHosts.get(best);
            taken.add(spot);
            seen.take(question, spot.host, spot.card, spot.ranges);
            int first = openings.startOfHost(spot.index);
            Spot next = cheapest(group, openings, first, openings.endOfHost(first), question, seen);
            if (next == null) {
                onHosts.remove(best);
            } else {
                onHosts.set(best, next);
            }
        }
        return taken.size() < question.shape().pieces() ? null : choice(group, question, taken);
    }

    private static Choice choice(Group group, Question question, List<Spot> spots) {
        Draft draft = new Draft(group, question);
        double cost = 0;
        for (Spot spot : spots) {
            draft.add(spot.host, spot.card.device(), spot.ranges);
            cost += spot.cost;
        }
        return new Choice(question, draft.placement(), cost);
    }

    /** The best place for one piece on one card. */
    @Nullable
    Choice onCard(Group group, Group.Host host, int device, Question question, CalendarView view) {
        Group.Host only = new Group.Host(host.id(), host.fabric(), List.of(device));
        Spot spot = cheapest(group, Openings.of(List.of(only)), question, view);
        return spot == null ? null : choice(group, question, List.of(spot));
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

    /**
     * The best place for one piece. Batch by batch, until one can have no better place; and where a batch has more cards than
     * are to be ranked, evenly spread ones of it, and the others only if none of these has room.
     */
    private @Nullable Spot cheapest(Group group, Openings openings, Question question, CalendarView view) {
        var look = new Look(ranking, group, openings, question, view);
        for (int batch = 0; batch < openings.batches(); batch++) {
            Spot best = look.best;
            if (best != null && (look.ranked >= openings.most() || openings.surelyDearer(batch, best.cost + SAME))) {
                break;
            }
            int start = openings.start(batch);
            int end = openings.end(batch);
            int step = Math.max(1, Math.ceilDiv(end - start, Math.max(1, openings.most() - look.ranked)));
            for (int first = start; first < start + step && (first == start || look.best == null); first++) {
                look.at(first, end, step);
            }
        }
        return look.best;
    }

    private @Nullable Spot cheapest(
            Group group, Openings openings, int start, int end, Question question, CalendarView view) {
        var look = new Look(ranking, group, openings, question, view);
        look.at(start, end, 1);
        return look.best;
    }

    /**
     * Compares cards and keeps the best place. Where the host makes no difference to the cost, it is asked whether it has room
     * only for a place that would be the best.
     */
    private static final class Look {
        private final Ranking ranking;
        private final Group group;
        private final Openings openings;
        private final Question question;
        private final CalendarView view;
        private final Ranking.@Nullable OnHost everywhere;

        private Group.@Nullable Host host;
        private boolean full;
        private boolean allowed; // the host has been asked and has room
        private Ranking.@Nullable OnHost on; // looked at once a card has room

        private int ranked;
        private @Nullable Spot best;

        Look(Ranking ranking, Group group, Openings openings, Question question, CalendarView view) {
            this.ranking = ranking;
            this.group = group;
            this.openings = openings;
            this.question = question;
            this.view = view;
            this.everywhere = ranking.everywhere(question, view);
        }

        private void at(int start, int end, int step) {
            for (int i = start; i < end; i += step) {
                Group.Host next = openings.host(i);
                if (next != host) {
                    host = next;
                    full = false;
                    allowed = false;
                    on = everywhere;
                }
                if (!full) {
                    at(i, next);
                }
            }
        }

        private void at(int i, Group.Host host) {
            Card card = view.card(openings.device(i));
            if (!Reach.usable(group, card, question)) {
                return;
            }
            List<List<SlotRange>> options = Pieces.options(card, question);
            if (options.isEmpty()) {
                return;
            }
            Ranking.OnHost here = on;
            if (here == null) {
                if (!allows(host)) {
                    return;
                }
                here = ranking.on(host, question, view);
                on = here;
            }
            for (List<SlotRange> ranges : options) {
                Spot spot = new Spot(this, i, host, card, ranges, here.cost(card, ranges));
                if (best == null || spot.before(best)) {
                    if (!allows(host)) {
                        return;
                    }
                    best = spot;
                }
            }
            ranked++;
        }

        private boolean allows(Group.Host host) {
            allowed = allowed || Reach.hostAllows(group, host, question, view, 1) > 0;
            full = !allowed;
            return allowed;
        }
    }

    /** A place for one piece. */
    private static final class Spot {
        private static final int UNKNOWN = -1;

        private final Look look;
        private final int index;
        private final Group.Host host;
        private final Card card;
        private final List<SlotRange> ranges;
        private final double cost;
        private long freeOnHost = UNKNOWN;

        Spot(Look look, int index, Group.Host host, Card card, List<SlotRange> ranges, double cost) {
            this.look = look;
            this.index = index;
            this.host = host;
            this.card = card;
            this.ranges = ranges;
            this.cost = cost;
        }

        private boolean before(Spot other) {
            if (Math.abs(cost - other.cost) > SAME) {
                return cost < other.cost;
            }
            if (card == other.card) {
                return ranges.getFirst().start() > other.ranges.getFirst().start();
            }
            int byCard = Integer.compare(free(card), free(other.card));
            if (byCard != 0) {
                return byCard < 0;
            }
            int byHost = host == other.host ? 0 : Long.compare(freeOnHost(), other.freeOnHost());
            return byHost == 0 ? look.openings.order(index) < look.openings.order(other.index) : byHost < 0;
        }

        private int free(Card each) {
            return each.freeSlots(look.question.model().geometry().slots(), look.question.span());
        }

        private long freeOnHost() {
            if (freeOnHost == UNKNOWN) {
                freeOnHost = 0;
                for (int device : host.devices()) {
                    Card each = look.view.card(device);
                    freeOnHost += each.healthy() ? free(each) : 0;
                }
            }
            return freeOnHost;
        }
    }
}
