package cloud.tessera.quota.term;

import java.util.UUID;

/** A human being, of an organization or of the platform. */
public record PersonId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "usr";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code ...}; an {@link IllegalArgumentException} says that it is something else. */
    public static PersonId of(String text) {
        return new PersonId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
