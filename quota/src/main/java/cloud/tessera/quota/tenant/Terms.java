package cloud.tessera.quota.tenant;

import java.util.Locale;

/** When an organization pays. */
public enum Terms {
    /** Blocks are paid from credit when they are booked. */
    PREPAID,
    /** Everything goes on the invoice of the month. */
    INVOICED;

    /** The name as it is stored and sent. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}; an {@link IllegalArgumentException} says that there are no such terms. */
    public static Terms of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
