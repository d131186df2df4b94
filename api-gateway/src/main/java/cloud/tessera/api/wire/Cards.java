package cloud.tessera.api.wire;

import cloud.tessera.quota.limit.CardEquivalents;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * An amount of capacity, exact.
 *
 * @param parts 126,000 parts make one card, so that every fraction that is sold is a whole number of them
 * @param text the same in words, such as {@code 1 3/8 cards}
 */
@Serdeable
@Schema(name = "Cards")
public record Cards(long parts, String text) {
    public static Cards of(CardEquivalents amount) {
        return new Cards(amount.parts(), amount.text());
    }
}
