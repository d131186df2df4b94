package cloud.tessera.inventory.calendar;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to claims. */
public final class Timeline {
    private Timeline() {}

    /** Something to be noted; see {@link ClaimEvent}. */
    public record Entry(
            UUID claim,
            OrganizationId organization,
            Instant at,
            String state,
            @Nullable String detail) {}

    /** Notes what happened, in the order given. */
    public static void add(Tx tx, List<Entry> entries) {
        TimelineStore.add(tx, entries);
    }

    /** All of one claim, oldest first. */
    public static List<ClaimEvent> of(Tx tx, UUID claim) {
        return TimelineStore.of(tx, claim);
    }
}
