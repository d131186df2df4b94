package cloud.tessera.inventory.maintenance;

import cloud.tessera.quota.term.TimeWindow;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A maintenance window. While it is not over or cancelled its cards are held for it, and nothing is placed on them in it.
 *
 * @param name what is worked on, as people call it
 * @param hosts with cards that it holds
 * @param cards that it holds
 * @param madeWay how many claims made way for it
 * @param createdBy id of the caller who planned it
 * @param cancelledAt when it was given up; null where it was not
 */
public record Maintenance(
        MaintenanceId id,
        Scope scope,
        String name,
        String site,
        TimeWindow window,
        String reason,
        int hosts,
        int cards,
        int madeWay,
        String createdBy,
        Instant createdAt,
        @Nullable Instant cancelledAt) {

    /** Where a window is in its life; time alone takes it on. */
    public enum State {
        PLANNED,
        UNDER_WAY,
        OVER,
        CANCELLED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public State state(Instant now) {
        if (cancelledAt != null) {
            return State.CANCELLED;
        }
        if (now.isBefore(window.start())) {
            return State.PLANNED;
        }
        return now.isBefore(window.end()) ? State.UNDER_WAY : State.OVER;
    }
}
