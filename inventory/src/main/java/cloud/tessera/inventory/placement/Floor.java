package cloud.tessera.inventory.placement;

import cloud.tessera.quota.limit.Workload;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The share of a pool that training cannot take. It binds at every moment of a span: blocks that follow one another on a
 * card count once, and not each.
 */
public final class Floor {
    /** What training has in a pool: of all slots of healthy cards, those it may take, and its tiles in a span. */
    private record Tiles(int slots, long most, List<Tile> tiles) {
        private static Tiles of(Group group, int slots, Span span, CalendarView view) {
            long total = 0;
            List<Tile> tiles = new ArrayList<>();
            for (Group.Host host : group.hosts()) {
                for (int device : host.devices()) {
                    Card card = view.card(device);
                    total += card.healthy() ? slots : 0;
                    card.addTraining(tiles, span);
                }
            }
            return new Tiles(slots, Floor.most(group, total), tiles);
        }

        /** Slots of the card itself: what lies above them is a part of the same card. */
        private long size(Tile tile) {
            return Math.max(0, Math.min(tile.slotEnd(), slots) - tile.slotStart());
        }

        private long sum() {
            return tiles.stream().mapToLong(this::size).sum();
        }

        /** The most that is held at one moment. Tiles are half-open: one that ends makes room for one that begins. */
        private long peak() {
            List<Tile> byEnd = new ArrayList<>(tiles);
            byEnd.sort(Comparator.comparingLong(Tile::until));
            tiles.sort(Comparator.comparingLong(Tile::from));
            long peak = 0;
            long held = 0;
            int ended = 0;
            for (Tile tile : tiles) {
                while (byEnd.get(ended).until() <= tile.from()) {
                    held -= size(byEnd.get(ended++));
                }
                held += size(tile);
                peak = Math.max(peak, held);
            }
            return peak;
        }
    }

    private Floor() {}

    /** Whether the pool, with this, still has its share for inference. */
    static boolean leaves(Group group, Question question, CalendarView view) {
        if (free(group, question)) {
            return true;
        }
        Training known = view.training(group, question.span());
        if (known != null) {
            long left = most(group, known.slots()) - question.slots();
            if (left >= known.atMost() || left < known.atLeast()) {
                return left >= known.atMost();
            }
        }
        Tiles training = Tiles.of(group, question.model().geometry().slots(), question.span(), view);
        long room = training.most() - question.slots();
        // The sum is quick and never less than the peak.
        return room >= 0 && (training.sum() <= room || training.peak() <= room);
    }

    /** How many slots training may still take at every moment of the span; no limit where the pool keeps no share. */
    static long room(Group group, Question question, CalendarView view) {
        return question.workload() == Workload.INFERENCE
                ? Long.MAX_VALUE
                : room(group, question.model().geometry().slots(), question.span(), view);
    }

    /**
     * The same for a model.
     *
     * @param slots of a card
     */
    public static long room(Group group, int slots, Span span, CalendarView view) {
        if (group.inferenceFloor().signum() == 0) {
            return Long.MAX_VALUE;
        }
        Training known = view.training(group, span);
        if (known != null && known.atLeast() == known.atMost()) {
            return Math.max(0, most(group, known.slots()) - known.atMost());
        }
        Tiles training = Tiles.of(group, slots, span, view);
        return Math.max(0, training.most() - training.peak());
    }

    /** Of so many slots those that training may take. */
    private static long most(Group group, long slots) {
        BigDecimal open = BigDecimal.ONE.subtract(group.inferenceFloor()).multiply(BigDecimal.valueOf(slots));
        return open.setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static boolean free(Group group, Question question) {
        return question.workload() == Workload.INFERENCE
                || group.inferenceFloor().signum() == 0;
    }
}
