package cloud.tessera.inventory.engine;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to run the work of a claim.
 *
 * @param engine its name
 * @param readyAt since when it could be used; null before
 * @param endedAt from when on nothing is metered; null while it runs
 * @param meteredUntil up to when readings have been taken in; null before the first
 */
public record Run(
        Task task,
        OrganizationId organization,
        ProjectId project,
        String engine,
        @Nullable Instant readyAt,
        @Nullable Instant endedAt,
        @Nullable Instant meteredUntil) {}
