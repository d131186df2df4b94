package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.placement.PlacementPolicy.Choice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for a blocked piece by moving one claim that may be moved. The move is make before break: the new place is
 * free while the claim still holds the old one, and the piece begins when that is given up. Of all such moves the one is
 * taken that costs least by the policy's ranking: what the piece and the new place cost, less what the old place is worth.
 */
public final class OneMove {
    private final Ranked policy;

    /**
     * @param claim which is moved
     * @param to its new place
     * @param asked the place that the blocked question then has
     */
    public record Move(UUID claim, Choice to, Choice asked) {}

    /** A claim that stands in the way, what its place is worth, and where the piece would lie without it. */
    private record Way(Question mover, UUID claim, Overlay lifted, Group.Host host, Choice asked, double partly) {}

    /** @throws IllegalArgumentException where the policy ranks nothing */
    public OneMove(PlacementPolicy policy) {
        if (!(policy instanceof Ranked ranked)) {
            throw new IllegalArgumentException(policy.name() + " does not say what a place costs");
        }
        this.policy = ranked;
    }

    /**
     * The best move, if there is one. Only for a question of one piece; others have none.
     *
     * @param movable what a claim asks for from now on, or null where it may not be moved or has several pieces
     */
    public Optional<Move> find(Question asked, CalendarView view, Function<UUID, @Nullable Question> movable) {
        if (asked.shape().pieces() != 1) {
            return Optional.empty();
        }
        List<Way> ways = new ArrayList<>();
        for (Group group : view.groups(asked.model().key(), asked.site())) {
            if (Floor.leaves(group, asked, view)) {
                for (Group.Host host : group.hosts()) {
                    addWays(ways, group, host, asked, view, movable);
                }
            }
        }
        ways.sort(Comparator.comparingDouble(Way::partly));
        Move best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Way way : ways) {
            if (way.partly >= least) {
                break; // a place costs nothing at best
            }
            Choice to = elsewhere(way, view);
            if (to != null && way.partly + to.cost() < least) {
                least = way.partly + to.cost();
                best = new Move(way.claim, to, way.asked);
            }
        }
        return Optional.ofNullable(best);
    }

    private void addWays(
            List<Way> ways,
            Group group,
            Group.Host host,
            Question asked,
            CalendarView view,
            Function<UUID, @Nullable Question> movable) {
        for (int device : host.devices()) {
            Card card = view.card(device);
            if (!card.healthy() || asked.avoid().contains(device)) {
                continue;
            }
            Set<UUID> seen = new HashSet<>();
            for (Tile tile : card.tiles()) {
                Question mover =
                        tile.during(asked.span()) && seen.add(tile.claim()) ? movable.apply(tile.claim()) : null;
                if (mover != null) {
                    Overlay lifted = new Overlay(view);
                    lifted.lift(tile.claim(), device, host.id());
                    Choice here = policy.onCard(group, host, device, asked, lifted);
                    if (here != null) {
                        double worth = policy.worth(host, lifted.card(device), tile, mover, lifted);
                        ways.add(new Way(mover, tile.claim(), lifted, host, here, here.cost() - worth));
                    }
                }
            }
        }
    }

    /** Where the claim may go while it still holds its old place, beside the piece that it makes room for. */
    private @Nullable Choice elsewhere(Way way, CalendarView view) {
        int device = way.asked.placement().pieces().getFirst().device();
        Overlay both = new Overlay(view);
        both.take(
                way.asked.question(),
                way.host,
                view.card(device),
                way.asked.placement().pieces().stream()
                        .map(Placement.Piece::slots)
                        .toList());
        return policy.choose(way.mover, both).orElse(null);
    }
}
