package cloud.tessera.inventory.maintenance;

import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claim that holds something of cards that are wanted otherwise.
 *
 * @param name what its owner calls it, or the reason of a maintenance window
 * @param organization whose it is; null for the platform's own
 * @param from when it begins to hold something of them
 * @param until when it ends doing so; null where it has no end yet
 * @param cards how many of them
 * @param way how it can be brought away
 */
public record InTheWay(
        UUID claim,
        Kind kind,
        String name,
        @Nullable OrganizationId organization,
        String state,
        Instant from,
        @Nullable Instant until,
        int cards,
        Way way) {

    /** What it is. */
    public enum Kind {
        RESERVATION,
        ALLOCATION,
        MAINTENANCE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** How a claim can be brought away. */
    public enum Way {
        /** It has not begun and is given other cards. */
        REBIND,
        /** It runs and is moved, make before break. */
        MOVE,
        /** It is preemptible: its owner is told, and it ends. */
        GIVE_WAY,
        /** It is leaving already: moving, ending or giving way. */
        LEAVES,
        /** It runs to its end. */
        STAYS;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Way of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    boolean during(Instant start, Instant end) {
        return from.isBefore(end) && (until == null || start.isBefore(until));
    }
}
