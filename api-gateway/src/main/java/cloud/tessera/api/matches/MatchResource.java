package cloud.tessera.api.matches;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.inventory.matching.Match;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shape at a site that does what is wanted.
 *
 * @param shape what to ask for
 * @param sku what prices and invoices call it
 * @param copies how many times to ask for it: more than one where a copy of the work takes several cards
 * @param site where
 * @param workload {@code training} for a quote and a reservation, {@code inference} for an allocation
 * @param perSecond what all copies do in a second together, in the task's unit; null where the speed is not known
 * @param hours how long it takes; null where no amount was given
 * @param price for all copies, an estimate from the price book
 * @param priceFor what the price is for: the whole {@code job}, an {@code hour}, or a {@code million} of the unit
 * @param freeNow whether it is free now, or for training from the next whole hour
 * @param earliestStart when it is free, where that is not now
 * @param reasons why it will do
 */
@Serdeable
@Schema(name = "Match")
record MatchResource(
        ShapeBody shape,
        String sku,
        int copies,
        String site,
        @Schema(allowableValues = {"training", "inference"}) String workload,
        @Nullable String perSecond,
        @Nullable Integer hours,
        Amount price,

        @Schema(allowableValues = {"job", "hour", "million"})
        String priceFor,

        boolean freeNow,
        @Nullable Instant earliestStart,
        List<String> reasons) {
    static MatchResource of(Match match) {
        return new MatchResource(
                ShapeBody.of(match.shape()),
                match.shape().sku(),
                match.copies(),
                match.site(),
                match.workload().text(),
                match.perSecond() == null ? null : match.perSecond().toPlainString(),
                match.hours(),
                new Amount(match.price().toPlainString(), match.currency().getCurrencyCode()),
                match.basis().text(),
                match.freeNow(),
                match.earliest(),
                match.reasons());
    }
}
