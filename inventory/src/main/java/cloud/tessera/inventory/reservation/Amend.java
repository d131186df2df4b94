package cloud.tessera.inventory.reservation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a reservation is to be changed; what is null stays as it is. Before the start everything may change, afterwards only
 * the end.
 *
 * @param start a whole UTC hour, not past
 * @param end a whole UTC hour, at most 180 days ahead
 * @param quantity at most as much as it has
 * @param site another site
 */
public record Amend(
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Integer quantity,
        @Nullable String site) {}
