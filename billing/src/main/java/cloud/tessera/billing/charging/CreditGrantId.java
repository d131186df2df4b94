package cloud.tessera.billing.charging;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** A credit that was granted. */
public record CreditGrantId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "crd";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code crd_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static CreditGrantId of(String text) {
        return new CreditGrantId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
