package cloud.tessera.quota.limit;

/**
 * An amount of capacity, measured in cards and exact. It is kept in parts of which {@value #CARD} make one card: that
 * number divides by every count of slots that cards are sold in (1 to 10, 12, 16 and 1000), so that no fraction is
 * rounded.
 *
 * @param parts not negative
 */
public record CardEquivalents(long parts) implements Comparable<CardEquivalents> {
    /** The parts of one card. */
    public static final long CARD = 126_000;

    public static final CardEquivalents NONE = new CardEquivalents(0);

    public CardEquivalents {
        if (parts < 0) {
            throw new IllegalArgumentException("An amount of cards is never negative: " + parts);
        }
    }

    /** Whole cards. */
    public static CardEquivalents cards(long count) {
        return new CardEquivalents(Math.multiplyExact(count, CARD));
    }

    /**
     * So many pieces of a card that is divided in slots.
     *
     * @param slots the size of one piece
     * @param ofSlots the slots of the card
     * @param count how many pieces
     * @throws IllegalArgumentException when that is no exact number of parts
     */
    public static CardEquivalents fraction(long slots, long ofSlots, long count) {
        long parts = Math.multiplyExact(Math.multiplyExact(slots, count), CARD);
        if (ofSlots <= 0 || parts % ofSlots != 0) {
            throw new IllegalArgumentException(count + " x " + slots + "/" + ofSlots + " of a card is not exact");
        }
        return new CardEquivalents(parts / ofSlots);
    }

    public CardEquivalents plus(CardEquivalents other) {
        return new CardEquivalents(Math.addExact(parts, other.parts));
    }

    /** What is left when the other is taken away; nothing where the other is more. */
    public CardEquivalents less(CardEquivalents other) {
        return new CardEquivalents(Math.max(0, parts - other.parts));
    }

    /** For people, as a mixed fraction: {@code 2 cards}, {@code 1 3/8 cards}, {@code 1/8 card}. */
    public String text() {
        long whole = parts / CARD;
        long rest = parts % CARD;
        if (rest == 0) {
            return whole + (whole == 1 ? " card" : " cards");
        }
        long divisor = greatestCommonDivisor(rest, CARD);
        String fraction = rest / divisor + "/" + CARD / divisor;
        return whole == 0 ? fraction + " card" : whole + " " + fraction + " cards";
    }

    @Override
    public int compareTo(CardEquivalents other) {
        return Long.compare(parts, other.parts);
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
