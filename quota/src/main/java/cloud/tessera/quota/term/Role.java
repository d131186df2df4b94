package cloud.tessera.quota.term;

import static cloud.tessera.quota.term.Permission.*;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a member of an organization may do there. */
public enum Role {
    /** Everything inside the organization. */
    OWNER(EnumSet.allOf(Permission.class)),
    /** Books capacity, makes projects and keys; sees costs, decides nothing about money. */
    DEVELOPER(EnumSet.of(
            VIEW_CAPACITY,
            BOOK_CAPACITY,
            VIEW_WORK,
            USE_CREDENTIALS,
            MANAGE_PROJECTS,
            MANAGE_KEYS,
            VIEW_MEMBERS,
            VIEW_COSTS)),
    /** Reads invoices and usage and pays; books nothing. */
    FINANCE(EnumSet.of(VIEW_CAPACITY, VIEW_WORK, VIEW_COSTS, MANAGE_MONEY, VIEW_MEMBERS, VIEW_AUDIT)),
    /** Looks on. */
    VIEWER(EnumSet.of(VIEW_CAPACITY, VIEW_WORK, VIEW_COSTS, VIEW_MEMBERS));

    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = permissions;
        // The platform's own work is done by operators, whatever the role in an organization.
        permissions.removeIf(Permission::ofPlatform);
    }

    public boolean allows(Permission permission) {
        return permissions.contains(permission);
    }

    /** The name as it is stored and sent. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #text}; an {@link IllegalArgumentException} says that there is no such role. */
    public static Role of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
