package cloud.tessera.billing.rating;

import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.money.Rate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;

/**
 * From unit-seconds and rates to amounts. A pure function, used by quotes, invoices, the running total, charts and
 * re-rating alike, so that they cannot disagree.
 *
 * <p>Unit-seconds are integers and rates are decimals, so {@code sum(unit-seconds x rate)} is exact. It is divided once,
 * by the 3600 seconds of an hour, and the total is rounded half-up to the minor unit of the currency. Every line gets
 * the whole minor units that are in it, and what is left over goes, one unit each, to the lines with the largest
 * remainders (earlier lines first where they are equal). So the lines always add up to the total, and a line too small
 * for a cent still counts in it.
 */
public final class Rating {
    private static final BigInteger SECONDS_OF_AN_HOUR = BigInteger.valueOf(3600);
    private static final BigInteger TWO = BigInteger.TWO;

    private Rating() {}

    /**
     * What is to be rated together under one key, complete up to now.
     *
     * @param billed what was charged for this key before, to be taken off
     * @param billedUnitSeconds the unit-seconds that were charged for
     */
    public record Use<K>(K key, List<Segment> segments, Money billed, long billedUnitSeconds) {
        /** Use of which nothing was charged before. */
        public static <K> Use<K> fresh(K key, List<Segment> segments, Currency currency) {
            return new Use<>(key, segments, Money.zero(currency), 0);
        }

        long unitSeconds() {
            return segments.stream().mapToLong(Segment::unitSeconds).reduce(0, Math::addExact);
        }
    }

    /**
     * A rated line.
     *
     * @param unitSeconds those that are new: all of the segments less what was charged before
     * @param billedBefore what was charged before
     * @param amount what is to be charged now; below zero where too much was charged before
     */
    public record Line<K>(K key, List<Segment> segments, long unitSeconds, Money billedBefore, Money amount) {}

    /** The lines and what they add up to. */
    public record Rated<K>(Money total, List<Line<K>> lines) {}

    /** The amount of segments that make one line. */
    public static Money amount(Currency currency, List<Segment> segments) {
        return new Money(exact(currency, segments).longValueExact(), currency);
    }

    /** What segments that make one line would cost; throws {@code amount_too_large} above {@link Money#MOST}. */
    public static Money quoted(Currency currency, List<Segment> segments) {
        return Money.asked(
                new BigDecimal(exact(currency, segments), currency.getDefaultFractionDigits()), currency, "quantity");
    }

    private static BigInteger exact(Currency currency, List<Segment> segments) {
        return roundHalfUp(numerator(segments, currency), denominator());
    }

    /**
     * Rates uses together. The total is the rounded exact amount of all uses less all that was billed for them before;
     * only uses with new unit-seconds get a line.
     */
    public static <K> Rated<K> rate(Currency currency, List<Use<K>> uses) {
        List<BigInteger> exact =
                uses.stream().map(use -> numerator(use.segments(), currency)).toList();
        BigInteger sum = exact.stream().reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger billed = uses.stream()
                .map(use -> BigInteger.valueOf(use.billed().minor()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger total = roundHalfUp(sum, denominator()).subtract(billed);

        int[] open = IntStream.range(0, uses.size())
                .filter(i -> uses.get(i).unitSeconds() != uses.get(i).billedUnitSeconds())
                .toArray();
        if (open.length == 0) {
            return new Rated<>(Money.zero(currency), List.of());
        }
        List<BigInteger> due = IntStream.of(open)
                .mapToObj(i -> exact.get(i)
                        .subtract(
                                BigInteger.valueOf(uses.get(i).billed().minor()).multiply(denominator())))
                .toList();
        List<BigInteger> parts = apportion(total, due, denominator());
        List<Line<K>> lines = new ArrayList<>(open.length);
        for (int i = 0; i < open.length; i++) {
            Use<K> use = uses.get(open[i]);
            Money amount = new Money(parts.get(i).longValueExact(), currency);
            lines.add(new Line<>(
                    use.key(),
                    use.segments(),
                    Math.subtractExact(use.unitSeconds(), use.billedUnitSeconds()),
                    use.billed(),
                    amount));
        }
        return new Rated<>(new Money(total.longValueExact(), currency), lines);
    }

    /**
     * Splits an amount in proportion to weights, in whole minor units that add up to it, by largest remainder.
     *
     * @param weights at least one above zero, none below
     */
    public static List<Money> split(Money amount, List<Long> weights) {
        BigInteger all = weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        List<BigInteger> exact = weights.stream()
                .map(weight -> BigInteger.valueOf(amount.minor()).multiply(BigInteger.valueOf(weight)))
                .toList();
        return apportion(BigInteger.valueOf(amount.minor()), exact, all).stream()
                .map(part -> new Money(part.longValueExact(), amount.currency()))
                .toList();
    }

    /** The share {@code part / whole} of an amount, rounded half-up. */
    public static Money share(Money amount, long part, long whole) {
        BigInteger exact = BigInteger.valueOf(amount.minor()).multiply(BigInteger.valueOf(part));
        return new Money(roundHalfUp(exact, BigInteger.valueOf(whole)).longValueExact(), amount.currency());
    }

    /** Whole numbers near {@code exact / denominator} that add up to the total: floors, then the largest remainders. */
    private static List<BigInteger> apportion(BigInteger total, List<BigInteger> exact, BigInteger denominator) {
        int n = exact.size();
        List<BigInteger> parts = new ArrayList<>(n);
        List<BigInteger> remainders = new ArrayList<>(n);
        BigInteger left = total;
        for (BigInteger each : exact) {
            BigInteger floor = floor(each, denominator);
            parts.add(floor);
            remainders.add(each.subtract(floor.multiply(denominator)));
            left = left.subtract(floor);
        }
        // Nearly always 0 <= left < n. Where parts that are not here were rounded the other way, all share the rest.
        BigInteger all = floor(left, BigInteger.valueOf(n));
        int some = left.subtract(all.multiply(BigInteger.valueOf(n))).intValueExact();
        List<Integer> order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> remainders.get(i))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (int rank = 0; rank < n; rank++) {
            BigInteger more = rank < some ? all.add(BigInteger.ONE) : all;
            int i = order.get(rank);
            parts.set(i, parts.get(i).add(more));
        }
        return parts;
    }

    /** Sum of unit-seconds x rate, in minor units of the currency and in parts of {@link #denominator}: exact. */
    private static BigInteger numerator(List<Segment> segments, Currency currency) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Segment segment : segments) {
            sum = sum.add(segment.ratePerHour().multiply(BigDecimal.valueOf(segment.unitSeconds())));
        }
        return sum.movePointRight(Rate.MOST_DECIMALS + currency.getDefaultFractionDigits())
                .toBigIntegerExact();
    }

    private static BigInteger denominator() {
        return SECONDS_OF_AN_HOUR.multiply(BigInteger.TEN.pow(Rate.MOST_DECIMALS));
    }

    /** Half-up as invoices mean it: halves away from zero for what is owed, and amounts here are never below zero. */
    private static BigInteger roundHalfUp(BigInteger numerator, BigInteger denominator) {
        return floor(numerator.multiply(TWO).add(denominator), denominator.multiply(TWO));
    }

    private static BigInteger floor(BigInteger numerator, BigInteger denominator) {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }
}
