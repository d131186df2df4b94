package cloud.tessera.portal.part;

import cloud.tessera.billing.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;

/** Figures as people read them. Nothing is charged by what is worked out here: estimates say that they are. */
public final class Amounts {
    private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ENGLISH);
    private static final BigDecimal SECONDS_OF_AN_HOUR = BigDecimal.valueOf(3600);

    private Amounts() {}

    /** An amount of money, as in {@code 1,234.50 EUR}. */
    public static String text(Money money) {
        return grouped(money.decimal(), money.currency().getDefaultFractionDigits()) + " "
                + money.currency().getCurrencyCode();
    }

    /** A rate, as in {@code 2.49 EUR}: at least the currency's decimals, and more where it has more. */
    public static String rate(BigDecimal rate, Currency currency) {
        BigDecimal exact = rate.stripTrailingZeros();
        int decimals = Math.max(currency.getDefaultFractionDigits(), exact.scale());
        return grouped(exact, decimals) + " " + currency.getCurrencyCode();
    }

    /** What a rate comes to for so many units and hours, rounded half-up to the minor unit. */
    public static Money estimate(BigDecimal ratePerHour, Currency currency, long units, BigDecimal hours) {
        BigDecimal exact = ratePerHour.multiply(BigDecimal.valueOf(units)).multiply(hours);
        return Money.of(exact.setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP), currency);
    }

    /** Unit-seconds in hours, with two decimals. */
    public static BigDecimal hours(long seconds) {
        return BigDecimal.valueOf(seconds).divide(SECONDS_OF_AN_HOUR, 2, RoundingMode.HALF_UP);
    }

    /** A number with as many decimals as are given, in groups of three digits. */
    public static String grouped(BigDecimal number, int decimals) {
        var format = new DecimalFormat("#,##0", SYMBOLS);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(number);
    }

    /** A share of one as a percentage without decimals. */
    public static String percent(BigDecimal share) {
        return share.movePointRight(2).setScale(0, RoundingMode.HALF_UP).toPlainString() + " %";
    }
}
