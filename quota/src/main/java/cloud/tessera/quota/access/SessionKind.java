package cloud.tessera.quota.access;

import java.time.Duration;
import java.util.Locale;

/** Where somebody signed in, and for how long that holds. */
public enum SessionKind {
    PORTAL(Duration.ofHours(12)),
    API(Duration.ofDays(30));

    private final Duration length;

    SessionKind(Duration length) {
        this.length = length;
    }

    /** How long a session holds without signing in again. */
    public Duration length() {
        return length;
    }

    /** The name as it is stored. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a name as it is stored. */
    static SessionKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
