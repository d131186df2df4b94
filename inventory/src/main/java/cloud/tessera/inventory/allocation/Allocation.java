package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An inference allocation.
 *
 * @param readyAt when its work was first ready for use; null before
 * @param releaseAskedAt when charging ended; null while it goes on
 * @param meteredUntil up to when readings have been taken in; null before the first
 * @param createdBy id of the caller who started it
 * @param version rises with each change
 */
public record Allocation(
        AllocationId id,
        OrganizationId organization,
        ProjectId project,
        String name,
        Shape shape,
        String site,
        String image,
        AllocationState state,
        @Nullable Instant readyAt,
        @Nullable Instant releaseAskedAt,
        @Nullable Instant meteredUntil,
        String createdBy,
        Instant createdAt,
        int version) {
    Allocation releasing(AllocationState.Releasing after) {
        return new Allocation(
                id,
                organization,
                project,
                name,
                shape,
                site,
                image,
                after,
                readyAt,
                after.askedAt(),
                meteredUntil,
                createdBy,
                createdAt,
                version + 1);
    }
}
