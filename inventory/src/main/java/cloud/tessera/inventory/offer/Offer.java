package cloud.tessera.inventory.offer;

import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import java.time.Duration;
import java.util.List;

/**
 * A price that binds until it expires, with a placement that was found. It holds nothing: another customer may be first.
 *
 * @param placement what was found, one line for each piece; sought again when the offer is held
 * @param turnaround the end of the window that belongs to the platform and is not charged
 * @param limits where what is held of it may lie for good
 */
public record Offer(
        Quote quote, Shape shape, String site, List<String> placement, Duration turnaround, SiteLimits limits) {
    public Offer {
        placement = List.copyOf(placement);
    }
}
