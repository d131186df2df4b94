package cloud.tessera.api.wire;

import cloud.tessera.billing.money.Money;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * An amount of money, exact.
 *
 * @param amount in the currency's main unit with all its decimals, such as {@code 12.34}; negative for what we owe
 * @param currency ISO 4217, such as {@code EUR}
 */
@Serdeable
@Schema(name = "Money")
public record Amount(
        @Schema(example = "12.34") String amount,
        @Schema(example = "EUR") String currency) {
    public static Amount of(Money money) {
        return new Amount(money.decimal().toPlainString(), money.currency().getCurrencyCode());
    }
}
