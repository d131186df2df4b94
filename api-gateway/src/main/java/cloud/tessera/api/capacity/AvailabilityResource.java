package cloud.tessera.api.capacity;

import cloud.tessera.api.wire.Cards;
import cloud.tessera.inventory.offer.SiteAvailability;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of a shape a site has free. It promises nothing: another customer may be first.
 *
 * @param site the site
 * @param free how many times the shape, with all its quantity, fits into the window at once; at most 1,000
 * @param earliestStart the first whole hour from the window's start at which the shape is free for the window's length;
 *     absent where there is none within 180 days
 * @param forInference of what nobody holds of the model throughout the window, what training may not take, because pools keep
 *     a share for inference
 */
@Serdeable
@Schema(name = "Availability")
record AvailabilityResource(String site, int free, @Nullable Instant earliestStart, Cards forInference) {
    static AvailabilityResource of(SiteAvailability found) {
        return new AvailabilityResource(
                found.site(), found.free(), found.earliestStart(), Cards.of(found.forInference()));
    }
}
