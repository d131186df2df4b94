package cloud.tessera.inventory.reservation;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** An offer to change a reservation. */
public record AmendmentId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "amd";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code amd_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static AmendmentId of(String text) {
        return new AmendmentId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
