package cloud.tessera.inventory.service;

import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * A service that is to be kept.
 *
 * @param shape of each replica
 * @param site where; null for any site, the cheapest that has room for each replica
 * @param name 1 to 100 characters, for people
 * @param image a built-in image by name
 * @param limits where each replica may lie, now and after any later move
 */
public record NewService(
        ProjectId project,
        Shape shape,
        @Nullable String site,
        String name,
        String image,
        Scale scale,
        SiteLimits limits) {
    /** Anywhere, or at the site. */
    public NewService(ProjectId project, Shape shape, @Nullable String site, String name, String image, Scale scale) {
        this(project, shape, site, name, image, scale, SiteLimits.NONE);
    }
}
