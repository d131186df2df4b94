package cloud.tessera.quota.term;

/** One thing that a caller may be allowed to do. Roles are sets of these. */
public enum Permission {
    VIEW_CAPACITY,
    BOOK_CAPACITY,
    VIEW_WORK,
    /** See the address and the token of running work. */
    USE_CREDENTIALS,
    MANAGE_PROJECTS,
    MANAGE_KEYS,
    VIEW_MEMBERS,
    MANAGE_MEMBERS,
    VIEW_COSTS,
    MANAGE_MONEY,
    VIEW_AUDIT,

    /** See fleet, organizations and money of all; what support may do. */
    PLATFORM_VIEW(true),
    /** Change fleet, prices, limits and organizations; what an operator may do. */
    PLATFORM_MANAGE(true);

    private final boolean ofPlatform;

    Permission() {
        this(false);
    }

    Permission(boolean ofPlatform) {
        this.ofPlatform = ofPlatform;
    }

    /** Whether only people of the platform may have it. */
    public boolean ofPlatform() {
        return ofPlatform;
    }
}
