package cloud.tessera.api.allocations;

import cloud.tessera.api.request.Versioned;
import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationState;
import cloud.tessera.inventory.fleet.SiteLimits;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An allocation: accelerators from now until they are released, metered by the second.
 *
 * @param id its id
 * @param organizationId whose it is
 * @param projectId the project that holds it
 * @param name for people
 * @param state {@code provisioning}, {@code active}, {@code moving}, {@code preempting} (told that it gives way), {@code
 *     releasing}, {@code released}, {@code failed} or {@code preempted}
 * @param reason why it failed; absent otherwise
 * @param shape what it holds
 * @param sku what prices and invoices call it
 * @param site where
 * @param limits where it may lie, now and after any later move; absent for anywhere
 * @param image what is started
 * @param tier {@code on_demand} or {@code preemptible}
 * @param movable whether the platform may move it while it runs
 * @param replicas how often it holds its shape
 * @param beginsAt when its capacity is there, because others make way for it; absent where it was there at once
 * @param preemptAt when it gives way to others; absent where it does not have to
 * @param guaranteedUntil until when it keeps the place that it has, as things stand: on demand a day ahead, and it has
 *     another place afterwards where a reservation begins here; preemptible two minutes; absent once it is being released
 * @param readyAt when its work was first ready for use, and charging began
 * @param releaseAskedAt when charging ended
 * @param meteredUntil up to when its use has been counted
 * @param endedAt when it came to its end
 * @param createdBy who started it
 * @param createdAt when
 * @param version rises with each change; the number in its ETag
 */
@Serdeable
@Schema(name = "Allocation")
record AllocationResource(
        String id,
        String organizationId,
        String projectId,
        String name,
        String state,
        @Nullable String reason,
        ShapeBody shape,
        String sku,
        String site,
        @Nullable LimitsBody limits,
        String image,
        String tier,
        boolean movable,
        int replicas,
        @Nullable Instant beginsAt,
        @Nullable Instant preemptAt,
        @Nullable Instant guaranteedUntil,
        @Nullable Instant readyAt,
        @Nullable Instant releaseAskedAt,
        @Nullable Instant meteredUntil,
        @Nullable Instant endedAt,
        String createdBy,
        Instant createdAt,
        int version)
        implements Versioned {
    static AllocationResource of(Allocation a, @Nullable Instant guaranteedUntil, SiteLimits limits) {
        AllocationState state = a.state();
        return new AllocationResource(
                a.id().text(),
                a.organization().text(),
                a.project().text(),
                a.name(),
                state.text(),
                state instanceof AllocationState.Failed failed ? failed.reason() : null,
                ShapeBody.of(a.shape()),
                a.sku(),
                a.site(),
                LimitsBody.of(limits),
                a.image(),
                a.kind().tier().text(),
                a.kind().movable(),
                a.kind().replicas(),
                a.beginsAt(),
                a.preemptAt(),
                guaranteedUntil,
                a.readyAt(),
                a.releaseAskedAt(),
                a.meteredUntil(),
                state instanceof AllocationState.Over over ? over.at() : null,
                a.createdBy(),
                a.createdAt(),
                a.version());
    }
}
