package cloud.tessera.inventory.offer;

import cloud.tessera.quota.limit.CardEquivalents;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of a shape a site has free.
 *
 * @param site the site's code
 * @param free how many times the shape (its whole quantity) fits into the window at once, at most 1,000
 * @param earliestStart the first whole UTC hour from the window's start at which the shape is free for the window's
 *     length; null where there is none within 180 days
 * @param forInference of what nobody holds of the model throughout the window, what training may not take, because pools
 *     keep a share for inference
 */
public record SiteAvailability(
        String site, int free, @Nullable Instant earliestStart, CardEquivalents forInference) {}
