package cloud.tessera.api.wire;

import cloud.tessera.api.problem.DoorException;
import cloud.tessera.billing.money.Money;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * An amount of money in a request.
 *
 * @param amount in the currency's main unit, with no more decimals than it has, such as {@code 12.34}
 * @param currency ISO 4217, such as {@code EUR}
 */
@Serdeable
@Schema(name = "MoneyInput")
public record AmountBody(
        @NotNull
        @Size(min = 1, max = 20, message = TAKES)
        @Pattern(regexp = "[0-9]+([.][0-9]+)?", message = TAKES)
        @Schema(example = "12.34")
        String amount,

        @NotNull @Pattern(regexp = "[A-Z]{3}", message = Values.CURRENCY_TAKES) @Schema(example = "EUR")
        String currency) {
    private static final String TAKES = "must be an amount as text such as \"12.50\", not below zero";

    public Money toMoney() {
        Currency unit = Values.read(currency, Currency::getInstance, "currency", Values.CURRENCY_TAKES);
        try {
            return Money.asked(new BigDecimal(amount), unit, "amount");
        } catch (ArithmeticException e) {
            throw DoorException.unreadable("amount", "\"amount\" has more decimals than " + currency + " has.");
        }
    }
}
