package cloud.tessera.quota.term;

import java.util.UUID;

/** One sign-in of a person. */
public record SessionId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "ses";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code ...}; an {@link IllegalArgumentException} says that it is something else. */
    public static SessionId of(String text) {
        return new SessionId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
