package cloud.tessera.quota.term;

import java.util.Currency;
import java.util.Optional;

/** The currencies that can be charged in: those of ISO 4217 with minor units, so neither metals nor the code for none. */
public final class Tender {
    private Tender() {}

    public static boolean accepts(Currency currency) {
        return currency.getDefaultFractionDigits() >= 0;
    }

    /** The currency with a code of three capital letters; empty where there is none, or it cannot be charged in. */
    public static Optional<Currency> find(String code) {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getCurrencyCode().equals(code))
                .filter(Tender::accepts)
                .findFirst();
    }
}
