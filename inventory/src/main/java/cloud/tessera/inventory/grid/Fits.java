package cloud.tessera.inventory.grid;

import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Profile;
import cloud.tessera.inventory.placement.Question;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How many pieces of a shape fit on each kind of card at most. Of slots that have no bit nothing is known, so that it may be
 * less.
 *
 * @param pieces by kind ({@link Marking#kind})
 * @param places the bits of each place where one piece may lie, those of a plane repeated for eight cards
 * @param own where cards are private, those of which the question's organization holds something; null where they are shared
 */
record Fits(
        Marking marking,
        byte[] pieces,
        long[][] places,
        boolean whole,
        @Nullable Set<Integer> own) {
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGHEST = 0x8080808080808080L;
    private static final int LANE = 8;
    private static final int LANE_BITS = 0xff;

    static Fits of(Question question, Marking marking, @Nullable Set<Integer> own) {
        if (question.shape().wholeCards()) {
            int[] all = {(1 << marking.bits()) - 1};
            return new Fits(marking, pieces(marking, kind -> kind == 0 ? 1 : 0), places(marking, all), true, own);
        }
        return switch (question.model().geometry()) {
            case Geometry.Fungible _ ->
                levels(marking, marking.slots() - question.shape().quantity(), own);
            case Geometry.Partitioned geometry -> {
                Profile profile = geometry.profile(
                                Objects.requireNonNull(question.shape().profile()))
                        .orElseThrow();
                int[] starts = profile.starts().stream()
                        .mapToInt(start -> slots(start, profile, marking))
                        .toArray();
                byte[] pieces = pieces(marking, held -> beside(held, starts, profile.max()));
                yield new Fits(marking, pieces, places(marking, starts), false, own);
            }
            case Geometry.Topological _ ->
                new Fits(marking, pieces(marking, _ -> 0), places(marking, new int[0]), false, own);
        };
    }

    /** @param most that may be held of a card beside it, in thousandths */
    private static Fits levels(Marking marking, int most, @Nullable Set<Integer> own) {
        byte[] pieces = pieces(marking, kind -> marking.held(kind) <= most ? 1 : 0);
        int fitting = 0; // levels that may be held: the next one must not be
        while (fitting < pieces.length && pieces[fitting] > 0) {
            fitting++;
        }
        int[] free = fitting == 0 ? new int[0] : new int[] {fitting == pieces.length ? 0 : 1 << (fitting - 1)};
        return new Fits(marking, pieces, places(marking, free), false, own);
    }

    private static byte[] pieces(Marking marking, IntUnaryOperator pieces) {
        byte[] byKind = new byte[marking.kinds()];
        for (int kind = 0; kind < byKind.length; kind++) {
            byKind[kind] = (byte) pieces.applyAsInt(kind);
        }
        return byKind;
    }

    private static long[][] places(Marking marking, int[] masks) {
        long[][] places = new long[masks.length][marking.planes()];
        for (int i = 0; i < masks.length; i++) {
            for (int plane = 0; plane < marking.planes(); plane++) {
                places[i][plane] = EACH * (masks[i] >>> plane * LANE & LANE_BITS);
            }
        }
        return places;
    }

    private static int slots(int start, Profile profile, Marking marking) {
        int end = Math.min(start + profile.size(), marking.bits());
        return start < end ? (1 << end) - (1 << start) : 0;
    }

    /** From the lowest start on: pieces of one size fit most often that way. */
    private static int beside(int held, int[] starts, int most) {
        int taken = held;
        int pieces = 0;
        for (int slots : starts) {
            if ((taken & slots) == 0 && pieces < most) {
                taken |= slots;
                pieces++;
            }
        }
        return pieces;
    }

    int on(int card, int mask) {
        return mask != 0 && own != null && !own.contains(card) ? 0 : pieces[marking.kind(mask)];
    }

    /**
     * Whether one of eight cards has room for a piece, so that it is worth looking at each.
     *
     * @param held by plane, words of eight cards
     */
    boolean somewhere(long[][] held, int word) {
        for (long[] place : places) {
            long taken = held[0][word] & place[0];
            for (int plane = 1; plane < place.length; plane++) {
                taken |= held[plane][word] & place[plane];
            }
            // Some byte of it is zero.
            if ((taken - EACH & ~taken & HIGHEST) != 0) {
                return true;
            }
        }
        return false;
    }
}
