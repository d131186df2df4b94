package cloud.tessera.quota.term;

/** One thing that a caller may be allowed to do. Roles are sets of these; {@code quota/roles.md} shows them side by side. */
public enum Permission {
    VIEW_CAPACITY("see what there is, when it is free and what it costs"),
    BOOK_CAPACITY("reserve, allocate, change and end work, and wait for capacity"),
    VIEW_WORK("see what is booked, runs and has run"),
    USE_CREDENTIALS("see the address and the token of running work"),
    MANAGE_PROJECTS("make projects"),
    MANAGE_KEYS("make and end API keys"),
    VIEW_MEMBERS("see who belongs to the organization"),
    MANAGE_MEMBERS("add and remove members, and give them roles"),
    VIEW_COSTS("see usage, prices, budgets and invoices"),
    MANAGE_MONEY("decide what may be spent, and pay"),
    VIEW_AUDIT("read and export the audit log"),

    PLATFORM_VIEW("see fleet, organizations and money of all", true),
    PLATFORM_MANAGE("change fleet, prices, limits and organizations", true);

    private final String words;
    private final boolean ofPlatform;

    Permission(String words) {
        this(words, false);
    }

    Permission(String words, boolean ofPlatform) {
        this.words = words;
        this.ofPlatform = ofPlatform;
    }

    /** What it allows, for people. */
    public String words() {
        return words;
    }

    /** Whether only people of the platform may have it. */
    public boolean ofPlatform() {
        return ofPlatform;
    }
}
