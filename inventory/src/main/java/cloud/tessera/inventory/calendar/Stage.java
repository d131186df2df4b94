package cloud.tessera.inventory.calendar;

import java.util.Locale;

/** Where a claim stands in its life, roughly: what lists are narrowed by. Each of its states belongs to one of them. */
public enum Stage {
    /** It has begun and is not over: it is being started, runs, or is being stopped. */
    RUNNING,
    /** It holds capacity and has not begun. An allocation begins at once and is never in this stage. */
    COMING,
    /** Nothing will change any more. */
    ENDED;

    /** The name as it is sent. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}; an {@link IllegalArgumentException} says that there is no such stage. */
    public static Stage of(String text) {
        for (Stage stage : values()) {
            if (stage.text().equals(text)) {
                return stage;
            }
        }
        throw new IllegalArgumentException("There is no stage " + text);
    }
}
