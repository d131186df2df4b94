package cloud.tessera.inventory.reservation;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** What was returned of a reservation, or would be. */
public record ReturnId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "ret";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code ret_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static ReturnId of(String text) {
        return new ReturnId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
