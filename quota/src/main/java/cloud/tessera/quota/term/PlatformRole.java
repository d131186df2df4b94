package cloud.tessera.quota.term;

import java.util.Locale;

/** What a person of the platform may do. */
public enum PlatformRole {
    /** Runs the fleet, prices and organizations. */
    OPERATOR,
    /** Sees what an operator sees and changes nothing. */
    SUPPORT;

    public boolean allows(Permission permission) {
        return switch (this) {
            case OPERATOR -> true;
            case SUPPORT ->
                switch (permission) {
                    case PLATFORM_VIEW, VIEW_CAPACITY, VIEW_WORK, VIEW_MEMBERS, VIEW_COSTS, VIEW_AUDIT -> true;
                    case BOOK_CAPACITY,
                            USE_CREDENTIALS,
                            MANAGE_PROJECTS,
                            MANAGE_KEYS,
                            MANAGE_MEMBERS,
                            MANAGE_MONEY,
                            PLATFORM_MANAGE -> false;
                };
        };
    }

    /** The name as it is stored and sent. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static PlatformRole of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
