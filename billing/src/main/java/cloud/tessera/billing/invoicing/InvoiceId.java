package cloud.tessera.billing.invoicing;

import cloud.tessera.quota.term.TypedId;
import java.util.UUID;

/** An invoice. */
public record InvoiceId(UUID value) implements TypedId {
    /** What its text starts with. */
    public static final String PREFIX = "inv";

    @Override
    public String prefix() {
        return PREFIX;
    }

    /** Reads {@code inv_...}; an {@link IllegalArgumentException} says that it is something else. */
    public static InvoiceId of(String text) {
        return new InvoiceId(TypedId.parse(PREFIX, text));
    }

    @Override
    public String toString() {
        return text();
    }
}
