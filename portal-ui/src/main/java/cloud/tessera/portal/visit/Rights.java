package cloud.tessera.portal.visit;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;

/**
 * What a page may ask for in {@code @RolesAllowed}: a permission, and whether it is asked of a member of an organization
 * or of somebody of the platform. Roles are sets of permissions, so a page never names a role.
 */
public final class Rights {
    private static final String MEMBER = "member:";
    private static final String PLATFORM = "platform:";

    /** Sees reservations and allocations of the own organization. */
    public static final String SEE_WORK = MEMBER + "VIEW_WORK";
    /** Sees what is free. */
    public static final String SEE_CAPACITY = MEMBER + "VIEW_CAPACITY";
    /** Sees usage and invoices of the own organization. */
    public static final String SEE_COSTS = MEMBER + "VIEW_COSTS";
    /** Sees who belongs to the own organization. */
    public static final String SEE_MEMBERS = MEMBER + "VIEW_MEMBERS";
    /** Makes and revokes API keys. */
    public static final String MANAGE_KEYS = MEMBER + "MANAGE_KEYS";
    /** Reads the own organization's audit log. */
    public static final String SEE_AUDIT = MEMBER + "VIEW_AUDIT";
    /** Sees fleet, organizations and money of all. */
    public static final String SEE_PLATFORM = PLATFORM + "PLATFORM_VIEW";
    /** Changes them. */
    public static final String MANAGE_PLATFORM = PLATFORM + "PLATFORM_MANAGE";

    private Rights() {}

    /** Whether a caller has one of the rights above. */
    public static boolean has(Caller caller, String right) {
        boolean member = caller.organization().isPresent();
        if (right.startsWith(MEMBER)) {
            return member && caller.may(Permission.valueOf(right.substring(MEMBER.length())));
        }
        return !member && caller.may(Permission.valueOf(right.substring(PLATFORM.length())));
    }
}
