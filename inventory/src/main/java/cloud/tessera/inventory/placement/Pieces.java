package cloud.tessera.inventory.placement;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.geometry.SlotRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How the pieces of a shape lie on one card. */
final class Pieces {
    private Pieces() {}

    /**
     * Up to {@code most} pieces on one card, each as its ranges, lowest start first. Pieces of one answer do not overlap
     * one another; of thousandths there is one at most.
     */
    static List<List<SlotRange>> on(Card card, Question question, int most) {
        Shape shape = question.shape();
        Geometry geometry = question.model().geometry();
        if (shape.wholeCards()) {
            boolean free = card.free(0, geometry.slots(), question.span());
            return free ? List.of(List.of(new SlotRange(0, geometry.slots()))) : List.of();
        }
        return switch (geometry) {
            case Geometry.Partitioned partitioned ->
                partitions(card, profile(partitioned, shape), question.span(), most);
            case Geometry.Fungible _ -> thousandths(card, question);
            case Geometry.Topological _ -> List.of();
        };
    }

    /** Every way in which one piece can lie on a card, each as its ranges. */
    static List<List<SlotRange>> options(Card card, Question question) {
        Shape shape = question.shape();
        if (shape.wholeCards() || !(question.model().geometry() instanceof Geometry.Partitioned geometry)) {
            return on(card, question, 1);
        }
        Span span = question.span();
        Profile profile = profile(geometry, shape);
        List<List<SlotRange>> found = new ArrayList<>(2);
        for (int start : profile.starts()) {
            if (card.free(start, start + profile.size(), span)) {
                List<SlotRange> ranges = profile.ranges(start);
                if (ranges.size() == 1
                        || ranges.stream().allMatch(range -> card.free(range.start(), range.end(), span))) {
                    found.add(ranges);
                }
            }
        }
        return found;
    }

    static Profile profile(Geometry.Partitioned geometry, Shape shape) {
        return geometry.profile(Objects.requireNonNull(shape.profile())).orElseThrow();
    }

    private static List<List<SlotRange>> partitions(Card card, Profile profile, Span span, int most) {
        List<List<SlotRange>> found = new ArrayList<>(2);
        List<SlotRange> taken = new ArrayList<>(4);
        for (int start : profile.starts()) {
            if (found.size() == Math.min(most, profile.max())) {
                break;
            }
            List<SlotRange> ranges = profile.ranges(start);
            if (ranges.stream()
                    .allMatch(range -> card.free(range.start(), range.end(), span)
                            && taken.stream().noneMatch(range::overlaps))) {
                found.add(ranges);
                taken.addAll(ranges);
            }
        }
        return found;
    }

    /** How many pieces fit on one card at once, counted up to a most. */
    static int count(Card card, Question question, int most) {
        if (!question.shape().thousandths()) {
            return on(card, question, most).size();
        }
        int free = card.freeSlots(question.model().geometry().slots(), question.span());
        return Math.min(most, free / question.shape().quantity());
    }

    private static List<List<SlotRange>> thousandths(Card card, Question question) {
        int slots = question.model().geometry().slots();
        int wanted = question.shape().quantity();
        return card.freeSlots(slots, question.span()) < wanted
                ? List.of()
                : List.of(card.freeRanges(slots, wanted, question.span()));
    }
}
