package cloud.tessera.quota.term;

import java.util.UUID;

/** A scope of isolation, quota and cost inside an organization. */
public record ProjectId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "prj";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code ...}; an {@link IllegalArgumentException} says that it is something else. */
    public static ProjectId of(String text) {
        return new ProjectId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
