package cloud.tessera.inventory.offer;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * What a training reservation is asked for with.
 *
 * @param site where; null for any site, cheapest price first
 * @param window whole UTC hours, not begun, ending at most 180 days ahead
 */
public record AskOffer(
        ProjectId project, Shape shape, @Nullable String site, TimeWindow window) {}
