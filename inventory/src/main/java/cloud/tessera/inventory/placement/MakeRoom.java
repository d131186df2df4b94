package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import cloud.tessera.inventory.placement.PlacementPolicy.Choice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for a blocked piece by moving one claim that may be moved, or two of one card where one is not enough. A move
 * is make before break: the new place is free while the claim still holds the old one, and the piece begins when that is
 * given up. Of all such ways the one is taken that costs least by the policy's ranking: what the piece and the new places
 * cost, less what the old places are worth.
 */
public final class MakeRoom {
    /** More than two at once disturb more work than a piece is worth. */
    public static final int MOST = 2;

    /** A piece is worth a move for each so many slots of it: for less, somebody would be disturbed for very little. */
    private static final int WORTH = 3;

    private final Ranked policy;

    /**
     * What is moved, in this order, and where the blocked question then has its place.
     *
     * @param moves the claims and their new places; one or two
     */
    public record Room(Map<UUID, Choice> moves, Choice asked) {}

    private record Mover(UUID claim, Question question, Tile tile) {}

    /** Claims that stand in the way of a piece on one card, and what the piece costs there less what their places are worth. */
    private record Way(List<Mover> movers, Group.Host host, Choice asked, double partly) {}

    /** @throws IllegalArgumentException where the policy does not say what a place costs */
    public MakeRoom(PlacementPolicy policy) {
        PlacementPolicy each = policy instanceof Spread spread ? spread.each() : policy;
        PlacementPolicy ofPieces = each instanceof GangFirstFit gangs ? gangs.otherwise() : each;
        if (!(ofPieces instanceof Ranked ranked)) {
            throw new IllegalArgumentException(policy.name() + " does not say what a place costs");
        }
        this.policy = ranked;
    }

    /**
     * The best way with as few moves as can be, if there is one. Only for a question of one piece; others have none.
     *
     * @param most moves, 1 to {@link #MOST}
     * @param movable what a claim asks for from now on, or null where it may not be moved or has several pieces
     */
    public Optional<Room> find(
            Question asked, CalendarView view, int most, Function<UUID, @Nullable Question> movable) {
        Optional<Room> found = Optional.empty();
        int worth = Math.min(most, asked.slots() / WORTH);
        for (int moves = 1; moves <= worth && asked.shape().pieces() == 1 && found.isEmpty(); moves++) {
            found = best(ways(asked, view, moves, movable), view);
        }
        return found;
    }

    private List<Way> ways(Question asked, CalendarView view, int moves, Function<UUID, @Nullable Question> movable) {
        List<Way> ways = new ArrayList<>();
        for (Group group : view.groups(asked.model().key(), asked.site())) {
            if (!Floor.leaves(group, asked, view)) {
                continue;
            }
            for (Group.Host host : group.hosts()) {
                for (int device : host.devices()) {
                    List<Mover> on = movers(view.card(device), asked, movable);
                    for (List<Mover> movers : some(on, moves)) {
                        Way way = way(group, host, device, movers, asked, view);
                        if (way != null) {
                            ways.add(way);
                        }
                    }
                }
            }
        }
        ways.sort(Comparator.comparingDouble(Way::partly));
        return ways;
    }

    /** Claims on a card that may be moved and hold one tile of it. */
    private static List<Mover> movers(Card card, Question asked, Function<UUID, @Nullable Question> movable) {
        List<Mover> movers = new ArrayList<>();
        for (Tile tile : card.tiles()) {
            Question mover = tile.during(asked.span()) ? movable.apply(tile.claim()) : null;
            if (mover != null) {
                movers.add(new Mover(tile.claim(), mover, tile));
            }
        }
        return movers;
    }

    /** All ways to take so many of them, each claim once. */
    private static List<List<Mover>> some(List<Mover> movers, int count) {
        if (count == 0) {
            return List.of(List.of());
        }
        List<List<Mover>> found = new ArrayList<>();
        for (int first = 0; first < movers.size(); first++) {
            Mover mover = movers.get(first);
            for (List<Mover> rest : some(movers.subList(first + 1, movers.size()), count - 1)) {
                if (rest.stream().noneMatch(other -> other.claim.equals(mover.claim))) {
                    List<Mover> all = new ArrayList<>(rest);
                    all.addFirst(mover);
                    found.add(all);
                }
            }
        }
        return found;
    }

    private @Nullable Way way(
            Group group, Group.Host host, int device, List<Mover> movers, Question asked, CalendarView view) {
        Overlay lifted = new Overlay(view);
        movers.forEach(mover -> lifted.lift(mover.claim, device, host.id()));
        Choice here = policy.onCard(group, host, device, asked, lifted);
        if (here == null) {
            return null;
        }
        double worth = 0;
        for (Mover mover : movers) {
            Card card = lifted.card(device);
            var place = List.of(new SlotRange(mover.tile.slotStart(), mover.tile.slotEnd()));
            worth += policy.cost(host, card, place, mover.question, lifted);
            lifted.take(mover.question, host, card, place);
        }
        return new Way(movers, host, here, here.cost() - worth);
    }

    private Optional<Room> best(List<Way> ways, CalendarView view) {
        Room best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Way way : ways) {
            if (way.partly >= least) {
                break; // a new place costs nothing at best
            }
            Map<UUID, Choice> moves = elsewhere(way, view);
            if (moves.size() == way.movers.size()) {
                double cost = way.partly
                        + moves.values().stream().mapToDouble(Choice::cost).sum();
                if (cost < least) {
                    least = cost;
                    best = new Room(moves, way.asked);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** Where the claims may go while they still hold their old places, beside the piece that they make room for. */
    private Map<UUID, Choice> elsewhere(Way way, CalendarView view) {
        Overlay both = new Overlay(view);
        both.take(new UUID(0, 0), way.asked.placement(), way.asked.question().span());
        Map<UUID, Choice> moves = new LinkedHashMap<>();
        for (Mover mover : way.movers) {
            Choice to = policy.choose(mover.question, both).orElse(null);
            if (to == null) {
                break;
            }
            moves.put(mover.claim, to);
            both.take(new UUID(0, 0), to.placement(), mover.question.span());
        }
        return moves;
    }
}
