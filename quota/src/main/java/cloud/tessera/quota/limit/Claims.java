package cloud.tessera.quota.limit;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is held of the limits, over time. A claim is made in the transaction of the booking it belongs to and carries the
 * id of that reservation or allocation.
 */
@Singleton
public final class Claims {
    /**
     * Claims units for a time, or throws {@code quota_exceeded}, which names the limit, its project and what is left
     * over that time. Concurrent claims of one limit wait for each other from here to their commit, so this is called
     * first in a booking.
     *
     * @param until the end, exclusive; null for a claim that holds until it is ended and so counts for ever
     */
    public void admit(
            Tx tx,
            UUID claim,
            OrganizationId organization,
            ProjectId project,
            ResourceClass resource,
            CardEquivalents units,
            Instant from,
            @Nullable Instant until) {
        throw new IllegalStateException("under construction");
    }

    /** Ends a claim at an instant: what comes after it is free again; a claim that has not begun then goes altogether. */
    public void end(Tx tx, UUID claim, Instant at) {
        throw new IllegalStateException("under construction");
    }
}
