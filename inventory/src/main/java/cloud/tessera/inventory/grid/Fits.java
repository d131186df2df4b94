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
 * @param own where cards are private, those of which the question's organization holds something; null where they are shared
 */
record Fits(
        Marking marking,
        byte[] pieces,
        boolean whole,
        @Nullable Set<Integer> own) {
    static Fits of(Question question, Marking marking, @Nullable Set<Integer> own) {
        boolean whole = question.shape().wholeCards();
        if (whole) {
            return of(marking, own, true, kind -> kind == 0 ? 1 : 0);
        }
        return switch (question.model().geometry()) {
            case Geometry.Fungible _ -> {
                int most = marking.slots() - question.shape().quantity();
                yield of(marking, own, false, kind -> marking.held(kind) <= most ? 1 : 0);
            }
            case Geometry.Partitioned geometry -> {
                Profile profile = geometry.profile(
                                Objects.requireNonNull(question.shape().profile()))
                        .orElseThrow();
                yield of(marking, own, false, held -> beside(held, profile, marking.bits()));
            }
            case Geometry.Topological _ -> of(marking, own, false, _ -> 0);
        };
    }

    private static Fits of(Marking marking, @Nullable Set<Integer> own, boolean whole, IntUnaryOperator pieces) {
        byte[] byKind = new byte[marking.kinds()];
        for (int kind = 0; kind < byKind.length; kind++) {
            byKind[kind] = (byte) pieces.applyAsInt(kind);
        }
        return new Fits(marking, byKind, whole, own);
    }

    /** From the lowest start on: pieces of one size fit most often that way. */
    private static int beside(int held, Profile profile, int bits) {
        int taken = held;
        int pieces = 0;
        for (int start : profile.starts()) {
            int end = Math.min(start + profile.size(), bits);
            int slots = start < end ? (1 << end) - (1 << start) : 0;
            if ((taken & slots) == 0 && pieces < profile.max()) {
                taken |= slots;
                pieces++;
            }
        }
        return pieces;
    }

    int on(int card, int mask) {
        return mask != 0 && own != null && !own.contains(card) ? 0 : pieces[marking.kind(mask)];
    }
}
