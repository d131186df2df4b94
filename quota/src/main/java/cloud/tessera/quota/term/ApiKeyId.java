package cloud.tessera.quota.term;

import java.util.UUID;

/** A key that a program calls with. */
public record ApiKeyId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "key";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code ...}; an {@link IllegalArgumentException} says that it is something else. */
    public static ApiKeyId of(String text) {
        return new ApiKeyId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
