package cloud.tessera.inventory.placement;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a card's plane of slots x time that a claim owns.
 *
 * @param slotStart the first slot
 * @param slotEnd the slot after the last one
 * @param from microseconds since 1970, inclusive
 * @param until microseconds since 1970, exclusive; {@link Span#OPEN} without an end
 * @param holder the organization's opaque id where the card is private to it; null where cards are shared
 */
public record Tile(
        UUID claim,
        int slotStart,
        int slotEnd,
        long from,
        long until,
        @Nullable UUID holder) {
    boolean during(Span span) {
        return from < span.until() && span.from() < until;
    }

    /** Only what is sold with an end is training; allocations run on until they are released. */
    boolean training() {
        return until != Span.OPEN;
    }
}
