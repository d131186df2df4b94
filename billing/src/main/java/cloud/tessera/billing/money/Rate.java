package cloud.tessera.billing.money;

import java.math.BigDecimal;
import java.util.Currency;

/** The price of one unit for one hour, in major units of the currency, exact to ten decimals; never negative. */
public record Rate(BigDecimal perHour, Currency currency) {
    /** The most decimals that a rate has. */
    public static final int MOST_DECIMALS = 10;

    public Rate {
        perHour = perHour.signum() == 0 ? BigDecimal.ZERO : perHour.stripTrailingZeros();
        if (perHour.scale() < 0) {
            perHour = perHour.setScale(0);
        }
        if (perHour.signum() < 0 || perHour.scale() > MOST_DECIMALS) {
            throw new IllegalArgumentException("Not a rate: " + perHour);
        }
    }

    /** For people: {@code 2.49 EUR per hour}. */
    public String text() {
        return perHour.toPlainString() + " " + currency.getCurrencyCode() + " per hour";
    }
}
