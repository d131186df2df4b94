package cloud.tessera.inventory.waitlist;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** An entry of the waitlist. */
public record WaitlistEntryId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "wle";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code wle_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static WaitlistEntryId of(String text) {
        return new WaitlistEntryId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
