package cloud.tessera.inventory.grid;

import cloud.tessera.inventory.placement.Card;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** On which private cards each organization holds something. One thread writes at a time; any number read. */
final class Holders {
    private final Map<UUID, Set<Integer>> cards = new ConcurrentHashMap<>();

    Set<Integer> cards(UUID holder) {
        return cards.getOrDefault(holder, Set.of());
    }

    void put(int number, @Nullable Card before, Card after) {
        Set<UUID> present = holders(after);
        for (UUID holder : present) {
            cards.computeIfAbsent(holder, _ -> ConcurrentHashMap.newKeySet()).add(number);
        }
        for (UUID gone : before == null ? Set.<UUID>of() : holders(before)) {
            if (!present.contains(gone)) {
                cards.computeIfPresent(gone, (_, left) -> {
                    left.remove(number);
                    return left.isEmpty() ? null : left;
                });
            }
        }
    }

    private static Set<UUID> holders(Card card) {
        Set<UUID> holders = new HashSet<>();
        for (int i = 0; i < card.size(); i++) {
            UUID holder = card.holder(i);
            if (holder != null) {
                holders.add(holder);
            }
        }
        return holders;
    }
}
