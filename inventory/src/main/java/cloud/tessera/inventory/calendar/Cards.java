package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.grid.Grid;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Group;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every card as it is known here, one by one and by the hour. Readers take no lock; writers must exclude one another. */
final class Cards {
    private final ById<Card> cards = new ById<>();
    private volatile @Nullable Grid grid;

    Card get(int device) {
        Card card = cards.get(device);
        return card == null ? new Card(device, 0, false, List.of()) : card;
    }

    /** By the hour; null before the first load. */
    @Nullable
    Grid grid() {
        return grid;
    }

    /** Another fleet, with all its cards. */
    void load(FleetMap fleet, Collection<Card> all, long now) {
        Map<Group, Geometry> pools = new IdentityHashMap<>();
        fleet.forEachGroup((model, group) ->
                pools.put(group, Catalogue.shipped().orFungible(model).geometry()));
        Grid made = new Grid(pools, now);
        Set<Integer> devices = all.stream().map(Card::device).collect(Collectors.toSet());
        cards.retain(devices);
        for (Card card : all) {
            cards.put(card.device(), card);
            made.put(null, card);
        }
        grid = made;
    }

    void put(Card card) {
        Card before = cards.put(card.device(), card);
        Grid known = grid;
        if (known != null) {
            known.put(before, card);
        }
    }

    /** Puts what a card becomes in its place, if it is known. */
    void change(int device, UnaryOperator<Card> change) {
        Card card = cards.get(device);
        if (card != null) {
            put(change.apply(card));
        }
    }

    /** Time has passed. */
    void roll(long now) {
        Grid known = grid;
        if (known != null) {
            known.roll(now, this::get);
        }
    }
}
