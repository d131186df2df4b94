package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One device with the tiles that lie on it, as they were at one moment; immutable. */
public final class Card {
    private final int device;
    private final int slots;
    private final boolean healthy;
    private final Tile[] tiles;

    /**
     * @param slots the card's own slots and those above it
     * @param tiles in any order
     */
    public Card(int device, int slots, boolean healthy, List<Tile> tiles) {
        this.device = device;
        this.slots = slots;
        this.healthy = healthy;
        this.tiles = tiles.stream()
                .sorted(Comparator.comparingInt(Tile::slotStart).thenComparingLong(Tile::from))
                .toArray(Tile[]::new);
    }

    public int device() {
        return device;
    }

    /** Slots that can be held, with those above the card's own. */
    public int slots() {
        return slots;
    }

    public boolean healthy() {
        return healthy;
    }

    public List<Tile> tiles() {
        return List.of(tiles);
    }

    /** The same card without what ended before a moment and without what a claim holds, and with other tiles instead. */
    public Card with(long endedBy, @Nullable UUID without, List<Tile> more) {
        List<Tile> kept = new ArrayList<>(tiles.length + more.size());
        for (Tile tile : tiles) {
            if (tile.until() > endedBy && !tile.claim().equals(without)) {
                kept.add(tile);
            }
        }
        kept.addAll(more);
        return new Card(device, slots, healthy, kept);
    }

    /** The same card without what some claims hold. */
    Card without(Set<UUID> claims) {
        List<Tile> kept =
                Stream.of(tiles).filter(tile -> !claims.contains(tile.claim())).toList();
        return new Card(device, slots, healthy, kept);
    }

    /** Whether nobody holds any of these slots at any time of the span. */
    public boolean free(int start, int end, Span span) {
        for (Tile tile : tiles) {
            if (tile.slotStart() >= end) {
                return true;
            }
            if (tile.slotEnd() > start && tile.during(span)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a part of the card is private to another organization at some time of the span. */
    public boolean othersHold(UUID holder, Span span) {
        for (Tile tile : tiles) {
            if (tile.during(span) && !holder.equals(tile.holder())) {
                return true;
            }
        }
        return false;
    }

    /** How many of the card's slots are free throughout the span. */
    public int freeSlots(int own, Span span) {
        int free = 0;
        int reached = 0;
        for (Tile tile : tiles) {
            if (tile.during(span) && tile.slotEnd() > reached) {
                free += Math.max(0, Math.min(tile.slotStart(), own) - reached);
                reached = tile.slotEnd();
            }
        }
        return free + Math.max(0, own - reached);
    }

    /** By when each of the card's own slots is free, of what is held at some time of the span; far in the past where it is free. */
    long[] heldUntil(int own, Span span) {
        long[] until = new long[own];
        Arrays.fill(until, Long.MIN_VALUE);
        for (Tile tile : tiles) {
            if (tile.during(span)) {
                for (int slot = tile.slotStart(); slot < Math.min(tile.slotEnd(), own); slot++) {
                    until[slot] = Math.max(until[slot], tile.until());
                }
            }
        }
        return until;
    }

    /** Free slots in as many ranges as it takes, the lowest first; fewer than wanted where there are no more. */
    public List<SlotRange> freeRanges(int own, int wanted, Span span) {
        List<SlotRange> ranges = new ArrayList<>();
        int reached = 0;
        int left = wanted;
        for (Tile tile : tiles) {
            if (left > 0 && tile.during(span) && tile.slotEnd() > reached) {
                left -= take(ranges, reached, Math.min(tile.slotStart(), own), left);
                reached = tile.slotEnd();
            }
        }
        take(ranges, reached, own, left);
        return ranges;
    }

    private static int take(List<SlotRange> ranges, int start, int end, int most) {
        int size = Math.min(end - start, most);
        if (size <= 0) {
            return 0;
        }
        ranges.add(new SlotRange(start, start + size));
        return size;
    }

    /** Adds the tiles that training holds at some time of the span. */
    void addTraining(List<Tile> to, Span span) {
        for (Tile tile : tiles) {
            if (tile.training() && tile.during(span)) {
                to.add(tile);
            }
        }
    }
}
