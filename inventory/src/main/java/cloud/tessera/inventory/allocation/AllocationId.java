package cloud.tessera.inventory.allocation;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** A training allocation; its claim has the same id. */
public record AllocationId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "alc";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code alc_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static AllocationId of(String text) {
        return new AllocationId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
