package cloud.tessera.billing.money;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount in whole minor units of one currency (cents; yen, which have none; fils, of which a dinar has a thousand).
 * Different currencies are never mixed: that is a bug and throws.
 */
public record Money(long minor, Currency currency) {

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
