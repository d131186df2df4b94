package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the life cycle reads and writes of allocations that have another place from a moment on. */
public final class Relocations {
    private Relocations() {}

    /** Allocations that go to their other place, or are over and need none, the most urgent first. */
    public static List<UUID> due(Tx tx, int most) {
        return RelocationStore.due(tx, most);
    }

    /** When {@link #due} has something next; past or present if it has now. */
    public static Optional<Instant> nextDue(Tx tx) {
        return RelocationStore.nextDue(tx);
    }

    /** That of an allocation, which the caller has locked. */
    public static Optional<Relocation> of(Tx tx, UUID claim) {
        return RelocationStore.of(tx, claim);
    }

    /** That which holds its tiles under an id. */
    public static Optional<Relocation> at(Tx tx, UUID place) {
        return RelocationStore.at(tx, place);
    }

    /** Allocations whose other place is not needed, because the reservation that was in their way holds nothing any more. */
    public static List<UUID> idle(Tx tx, int most) {
        return RelocationStore.idle(tx, most);
    }

    /** Looks at it later. */
    public static void postpone(Tx tx, UUID claim, Instant until) {
        RelocationStore.postpone(tx, claim, until);
    }

    /** It goes to its other place whatever becomes of the reservation: others stand behind that by now. */
    public static void forgetCause(Tx tx, UUID claim) {
        RelocationStore.forgetCause(tx, claim);
    }

    /**
     * An allocation has come to another place for good. Gives back what it would have gone to, unless it is there.
     *
     * @param place under which id it took the tiles that it has now; any other one where it took them as its own
     */
    public static void settle(Tx tx, Calendar calendar, UUID claim, UUID place) {
        of(tx, claim).ifPresent(relocation -> {
            RelocationStore.remove(tx, claim);
            if (!relocation.place().equals(place)) {
                calendar.free(tx, List.of(relocation.place()), tx.now());
            }
        });
    }
}
