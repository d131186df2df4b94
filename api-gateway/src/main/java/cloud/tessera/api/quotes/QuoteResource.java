package cloud.tessera.api.quotes;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.api.wire.Window;
import cloud.tessera.billing.pricing.Piece;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.inventory.offer.Offer;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A price that binds until it expires. Its placement was found and is not held: another customer may be first.
 *
 * @param id give it to a reservation
 * @param projectId the project that would hold it
 * @param shape what it is for
 * @param sku what prices and invoices call it
 * @param site where
 * @param limits where it may lie, now and after any later move; absent for anywhere
 * @param window when
 * @param billableUntil the end of the time that is charged; the rest of the window is ours, for wipe and health check
 * @param price for all of it
 * @param rates what the price was computed from
 * @param placement what was found, one line for each piece; it is sought again when the quote is reserved
 * @param createdAt when it was made
 * @param expiresAt until when it binds
 */
@Serdeable
@Schema(name = "Quote")
record QuoteResource(
        String id,
        String projectId,
        ShapeBody shape,
        String sku,
        String site,
        @Nullable LimitsBody limits,
        Window window,
        Instant billableUntil,
        Amount price,
        List<RateResource> rates,
        List<String> placement,
        Instant createdAt,
        Instant expiresAt) {

    /**
     * A rate that holds over a part of the window.
     *
     * @param start when it begins to hold
     * @param end when it has ended
     * @param perHour for one of the SKU, exact
     * @param currency ISO 4217
     */
    @Serdeable
    @Schema(name = "QuotedRate")
    record RateResource(Instant start, Instant end, String perHour, String currency) {
        static RateResource of(Piece piece) {
            return new RateResource(
                    piece.from(),
                    piece.until(),
                    piece.rate().perHour().toPlainString(),
                    piece.rate().currency().getCurrencyCode());
        }
    }

    static QuoteResource of(Offer offer) {
        Quote quote = offer.quote();
        return new QuoteResource(
                quote.id().text(),
                quote.project().text(),
                ShapeBody.of(offer.shape()),
                quote.sku(),
                offer.site(),
                LimitsBody.of(offer.limits()),
                Window.of(quote.window()),
                quote.billableUntil(),
                Amount.of(quote.amount()),
                quote.pieces().stream().map(RateResource::of).toList(),
                offer.placement(),
                quote.createdAt(),
                quote.expiresAt());
    }
}
