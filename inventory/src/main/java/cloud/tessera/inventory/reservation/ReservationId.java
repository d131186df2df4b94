package cloud.tessera.inventory.reservation;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** A training reservation; its claim has the same id. */
public record ReservationId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "rsv";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code rsv_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static ReservationId of(String text) {
        return new ReservationId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
