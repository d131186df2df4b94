package cloud.tessera.inventory.maintenance;

import java.util.Locale;

/**
 * What is worked on: all cards that are there when the window is planned.
 *
 * @param target the number of a host, or the code of a pool, site or fabric domain
 */
public record Scope(Kind kind, String target) {
    /** What it names. */
    public enum Kind {
        HOST,
        POOL,
        SITE,
        FABRIC;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
