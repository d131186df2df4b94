package cloud.tessera.inventory.offer;

import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * What a training reservation is asked for with.
 *
 * @param site where; null for any site, cheapest price first
 * @param window whole UTC hours, not begun, ending at most 180 days ahead
 * @param limits where it may lie, now and after any later move
 * @param flexibleHours how many whole hours later it may begin, 0 to {@link Rules#MOST_FLEXIBLE}
 */
public record AskOffer(
        ProjectId project,
        Shape shape,
        @Nullable String site,
        TimeWindow window,
        SiteLimits limits,
        int flexibleHours) {
    /** At the start of the window and no later. */
    public AskOffer(ProjectId project, Shape shape, @Nullable String site, TimeWindow window, SiteLimits limits) {
        this(project, shape, site, window, limits, 0);
    }

    /** Anywhere, or at the site. */
    public AskOffer(ProjectId project, Shape shape, @Nullable String site, TimeWindow window) {
        this(project, shape, site, window, SiteLimits.NONE);
    }
}
