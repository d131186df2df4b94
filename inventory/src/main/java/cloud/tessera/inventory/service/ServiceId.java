package cloud.tessera.inventory.service;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** A service. */
public record ServiceId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "svc";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code svc_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static ServiceId of(String text) {
        return new ServiceId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
