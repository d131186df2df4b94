package cloud.tessera.billing.money;

import cloud.tessera.quota.term.Refusal;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount in whole minor units of one currency (cents; yen, which have none; fils, of which a dinar has a thousand).
 * Different currencies are never mixed: that is a bug and throws.
 */
public record Money(long minor, Currency currency) {
    /** The most minor units of one amount that somebody asks for, so that the sums of millions of them fit in a long. */
    public static final long MOST = 1_000_000_000_000L;

    /** The most that somebody may ask for in a currency. */
    public static Money most(Currency currency) {
        return new Money(MOST, currency);
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** Reads an amount in major units; more decimals than the currency has are an {@link ArithmeticException}. */
    public static Money of(BigDecimal major, Currency currency) {
        return new Money(
                major.movePointRight(currency.getDefaultFractionDigits()).longValueExact(), currency);
    }

    public static Money of(String major, String currency) {
        return of(new BigDecimal(major), Currency.getInstance(currency));
    }

    /**
     * Reads an amount that somebody asks for, in major units. More decimals than the currency has are an
     * {@link ArithmeticException}. Throws {@code amount_too_large} above {@link #MOST}, whatever its size.
     *
     * @param field where it stands in the request
     */
    public static Money asked(BigDecimal major, Currency currency, String field) {
        if (major.compareTo(most(currency).decimal()) > 0) {
            throw tooLarge(currency, field);
        }
        return of(major, currency);
    }

    /** This amount, or throws {@code amount_too_large} above {@link #MOST}. */
    public Money requireAtMost(String field) {
        if (minor > MOST) {
            throw tooLarge(currency, field);
        }
        return this;
    }

    private static RuntimeException tooLarge(Currency currency, String field) {
        return Refusal.invalid(
                        "amount_too_large",
                        "An amount is at most " + most(currency).text() + "; ask for less, or in several parts.",
                        field)
                .asException();
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(minor, same(other).minor), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(minor, same(other).minor), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(minor), currency);
    }

    /** The smaller of the two. */
    public Money min(Money other) {
        return minor <= same(other).minor ? this : other;
    }

    public boolean exceeds(Money other) {
        return minor > same(other).minor;
    }

    public boolean isZero() {
        return minor == 0;
    }

    public boolean isPositive() {
        return minor > 0;
    }

    public boolean isNegative() {
        return minor < 0;
    }

    /** The amount in major units, with as many decimals as the currency has. */
    public BigDecimal decimal() {
        return BigDecimal.valueOf(minor, currency.getDefaultFractionDigits());
    }

    /** For people and programs: {@code 12.34 EUR}. */
    public String text() {
        return decimal().toPlainString() + " " + currency.getCurrencyCode();
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("Two currencies: " + text() + " and " + other.text());
        }
        return other;
    }

    @Override
    public String toString() {
        return text();
    }
}
