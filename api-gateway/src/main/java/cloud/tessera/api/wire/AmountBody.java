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
        @NotNull @Size(min = 1, max = 20) @Pattern(regexp = "[0-9]+([.][0-9]+)?") @Schema(example = "12.34")
        String amount,

        @NotNull @Pattern(regexp = "[A-Z]{3}") @Schema(example = "EUR")
        String currency) {
    public Money toMoney() {
        Currency unit = Values.read(currency, Currency::getInstance, "currency");
        try {
            return Money.asked(new BigDecimal(amount), unit, "amount");
        } catch (ArithmeticException e) {
            throw DoorException.unreadable("amount", "\"amount\" is not an amount of " + currency + ".");
        }
    }
}
