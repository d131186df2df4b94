package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An inference allocation.
 *
 * @param sku what it is metered and priced as: that of its shape, of {@link Kind#skus} the one that had a price
 * @param readyAt when its work was first ready for use; null before
 * @param releaseAskedAt when charging ended; null while it goes on
 * @param meteredUntil up to when readings have been taken in; null before the first
 * @param beginsAt when its capacity is there, because others make way for it; null where it was there at once
 * @param preemptAt when it gives way to others; null where nobody stands behind it
 * @param place who holds the tiles that it moves to, or was moving to when it was released; null otherwise
 * @param relocatesAt when it has another place, because a reservation begins where it is; null otherwise
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
        Kind kind,
        String sku,
        AllocationState state,
        @Nullable Instant readyAt,
        @Nullable Instant releaseAskedAt,
        @Nullable Instant meteredUntil,
        @Nullable Instant beginsAt,
        @Nullable Instant preemptAt,
        @Nullable UUID place,
        @Nullable Instant relocatesAt,
        String createdBy,
        Instant createdAt,
        int version) {
    /** The same, whose capacity is there later. */
    Allocation beginning(Instant at) {
        return new Allocation(
                id,
                organization,
                project,
                name,
                shape,
                site,
                image,
                kind,
                sku,
                state,
                readyAt,
                releaseAskedAt,
                meteredUntil,
                at,
                preemptAt,
                place,
                relocatesAt,
                createdBy,
                createdAt,
                version);
    }

    Allocation releasing(AllocationState.Releasing after) {
        return new Allocation(
                id,
                organization,
                project,
                name,
                shape,
                site,
                image,
                kind,
                sku,
                after,
                readyAt,
                after.askedAt(),
                meteredUntil,
                beginsAt,
                preemptAt,
                place,
                relocatesAt,
                createdBy,
                createdAt,
                version + 1);
    }
}
