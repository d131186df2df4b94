package cloud.tessera.billing.invoicing;

import java.util.Locale;

/** The parts of an invoice, each with a total of its own. */
public enum Section {
    /** Blocks, sold ahead. */
    TRAINING,
    /** Continuous use, metered. */
    INFERENCE,
    /** Credits that were spent: amounts below zero. */
    CREDIT;

    /** The name as it is stored and sent. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}; an {@link IllegalArgumentException} says that there is no such section. */
    public static Section of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
