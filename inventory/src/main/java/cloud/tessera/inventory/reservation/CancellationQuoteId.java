package cloud.tessera.inventory.reservation;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** What a cancellation would refund. */
public record CancellationQuoteId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "cnq";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code cnq_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static CancellationQuoteId of(String text) {
        return new CancellationQuoteId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
