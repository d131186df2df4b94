package cloud.tessera.billing.pricing;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** A price that binds until it expires. */
public record QuoteId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "quo";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code quo_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static QuoteId of(String text) {
        return new QuoteId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
