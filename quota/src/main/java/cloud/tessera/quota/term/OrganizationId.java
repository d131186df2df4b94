package cloud.tessera.quota.term;

import java.util.UUID;

/** A customer: the tenant that owns projects, members and money. */
public record OrganizationId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "org";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code ...}; an {@link IllegalArgumentException} says that it is something else. */
    public static OrganizationId of(String text) {
        return new OrganizationId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
