package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.SlotRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One device with the tiles that lie on it, as they were at one moment; immutable. Tiles are kept as numbers and not as
 * objects, because there are a million of them and a search looks at many cards.
 */
public final class Card {
    private static final int IN_FRONT = 3; // from, until, slots
    private static final int BEHIND = 2; // the claim
    private static final UUID[] NO_HOLDERS = {};

    private final int device;
    private final int slots;
    private final boolean healthy;
    private final int size;
    /** From, until and slots (start and end) of each tile, by first slot and time; then the claims in the same order. */
    private final long[] tiles;
    /** Empty where no tile has a holder. */
    private final @Nullable UUID[] holders;

    /**
     * @param slots the card's own slots and those above it
     * @param tiles in any order
     */
    public Card(int device, int slots, boolean healthy, List<Tile> tiles) {
        this.device = device;
        this.slots = slots;
        this.healthy = healthy;
        this.size = tiles.size();
        this.tiles = new long[size * (IN_FRONT + BEHIND)];
        this.holders = tiles.stream().anyMatch(tile -> tile.holder() != null) ? new UUID[size] : NO_HOLDERS;
        Tile[] sorted = tiles.toArray(Tile[]::new);
        Arrays.sort(sorted, Comparator.comparingInt(Tile::slotStart).thenComparingLong(Tile::from));
        for (int i = 0; i < size; i++) {
            set(i, sorted[i]);
        }
    }

    private void set(int i, Tile tile) {
        tiles[i * IN_FRONT] = tile.from();
        tiles[i * IN_FRONT + 1] = tile.until();
        tiles[i * IN_FRONT + 2] = (long) tile.slotStart() << Integer.SIZE | tile.slotEnd();
        int claim = size * IN_FRONT + i * BEHIND;
        tiles[claim] = tile.claim().getMostSignificantBits();
        tiles[claim + 1] = tile.claim().getLeastSignificantBits();
        if (holders.length > 0) {
            holders[i] = tile.holder();
        }
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

    /** How many tiles there are; they are numbered from 0, by first slot and time. */
    public int size() {
        return size;
    }

    /** When a tile begins, in microseconds. */
    public long from(int tile) {
        return tiles[tile * IN_FRONT];
    }

    /** When a tile ends, in microseconds; {@link Span#OPEN} without an end. */
    public long until(int tile) {
        return tiles[tile * IN_FRONT + 1];
    }

    /** The first slot of a tile. */
    public int slotStart(int tile) {
        return (int) (tiles[tile * IN_FRONT + 2] >>> Integer.SIZE);
    }

    /** The slot after the last one of a tile. */
    public int slotEnd(int tile) {
        return (int) tiles[tile * IN_FRONT + 2];
    }

    /** Whose a tile is where the card is private; null where it is shared. */
    public @Nullable UUID holder(int tile) {
        return holders.length == 0 ? null : holders[tile];
    }

    private boolean isOf(int tile, @Nullable UUID claim) {
        int at = size * IN_FRONT + tile * BEHIND;
        return claim != null
                && tiles[at] == claim.getMostSignificantBits()
                && tiles[at + 1] == claim.getLeastSignificantBits();
    }

    private boolean during(int tile, Span span) {
        return from(tile) < span.until() && span.from() < until(tile);
    }

    private Tile tile(int i) {
        int claim = size * IN_FRONT + i * BEHIND;
        return new Tile(
                new UUID(tiles[claim], tiles[claim + 1]), slotStart(i), slotEnd(i), from(i), until(i), holder(i));
    }

    public List<Tile> tiles() {
        List<Tile> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(tile(i));
        }
        return all;
    }

    /** The same card without what ended before a moment and without what a claim holds, and with other tiles instead. */
    public Card with(long endedBy, @Nullable UUID without, List<Tile> more) {
        List<Tile> kept = new ArrayList<>(size + more.size());
        for (int i = 0; i < size; i++) {
            if (until(i) > endedBy && !isOf(i, without)) {
                kept.add(tile(i));
            }
        }
        kept.addAll(more);
        return new Card(device, slots, healthy, kept);
    }

    /** The same card without what some claims hold. */
    Card without(Set<UUID> claims) {
        List<Tile> kept =
                tiles().stream().filter(tile -> !claims.contains(tile.claim())).toList();
        return kept.size() == size ? this : new Card(device, slots, healthy, kept);
    }

    /** Whether nobody holds any of these slots at any time of the span. */
    public boolean free(int start, int end, Span span) {
        for (int i = 0; i < size; i++) {
            if (slotStart(i) >= end) {
                return true;
            }
            if (slotEnd(i) > start && during(i, span)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a part of the card is private to another organization at some time of the span. */
    public boolean othersHold(UUID holder, Span span) {
        for (int i = 0; i < size; i++) {
            if (during(i, span) && !holder.equals(holder(i))) {
                return true;
            }
        }
        return false;
    }

    /** How many of the card's slots are free throughout the span. */
    public int freeSlots(int own, Span span) {
        int free = 0;
        int reached = 0;
        for (int i = 0; i < size; i++) {
            if (during(i, span) && slotEnd(i) > reached) {
                free += Math.max(0, Math.min(slotStart(i), own) - reached);
                reached = slotEnd(i);
            }
        }
        return free + Math.max(0, own - reached);
    }

    /** By when each of the card's own slots is free, of what is held at some time of the span; far in the past where it is free. */
    long[] heldUntil(int own, Span span) {
        long[] until = new long[own];
        Arrays.fill(until, Long.MIN_VALUE);
        for (int i = 0; i < size; i++) {
            if (during(i, span)) {
                int end = Math.min(slotEnd(i), own);
                for (int slot = slotStart(i); slot < end; slot++) {
                    until[slot] = Math.max(until[slot], until(i));
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
        for (int i = 0; i < size; i++) {
            if (left > 0 && during(i, span) && slotEnd(i) > reached) {
                left -= take(ranges, reached, Math.min(slotStart(i), own), left);
                reached = slotEnd(i);
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
        for (int i = 0; i < size; i++) {
            Tile tile = during(i, span) ? tile(i) : null;
            if (tile != null && tile.training()) {
                to.add(tile);
            }
        }
    }
}
