package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * Starts an allocation.
 *
 * @param site where; null for any site, cheapest price first
 * @param name 1 to 100 characters, for people
 * @param image a built-in image by name
 * @param limits where it may lie, now and after any later move
 */
public record Start(
        ProjectId project,
        Shape shape,
        @Nullable String site,
        String name,
        String image,
        Kind kind,
        SiteLimits limits) {
    /** Anywhere, or at the site. */
    public Start(ProjectId project, Shape shape, @Nullable String site, String name, String image, Kind kind) {
        this(project, shape, site, name, image, kind, SiteLimits.NONE);
    }

    /** On demand, not movable, once. */
    public Start(ProjectId project, Shape shape, @Nullable String site, String name, String image) {
        this(project, shape, site, name, image, Kind.PLAIN);
    }
}
