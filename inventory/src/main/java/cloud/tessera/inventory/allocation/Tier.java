package cloud.tessera.inventory.allocation;

import java.util.Locale;

/** Whether an allocation keeps what it has when others find no place. */
public enum Tier {
    /** It runs until its owner releases it. */
    ON_DEMAND,
    /** It gives way, after {@link Preemptions#NOTICE}, to on-demand work and to training; it has a price of its own. */
    PREEMPTIBLE;

    /** The name as it is stored and sent. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}; an {@link IllegalArgumentException} says that there is no such tier. */
    public static Tier of(String text) {
        for (Tier tier : values()) {
            if (tier.text().equals(text)) {
                return tier;
            }
        }
        throw new IllegalArgumentException("There is no tier " + text);
    }
}
