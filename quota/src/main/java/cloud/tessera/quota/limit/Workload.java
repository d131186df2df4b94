package cloud.tessera.quota.limit;

import java.util.Locale;

/** What capacity is used for. It decides how it is booked, priced and limited. */
public enum Workload {
    /** A fixed window, guaranteed, priced as a block. */
    TRAINING,
    /** From now until released, metered by the second. */
    INFERENCE;

    /** The name as it is stored and sent. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}; an {@link IllegalArgumentException} says that there is no such workload. */
    public static Workload of(String text) {
        for (Workload workload : values()) {
            if (workload.text().equals(text)) {
                return workload;
            }
        }
        throw new IllegalArgumentException("There is no workload " + text);
    }
}
