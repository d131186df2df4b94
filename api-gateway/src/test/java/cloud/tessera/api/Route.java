package cloud.tessera.api;

import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.Role;
import java.util.EnumSet;
import java.util.Set;

/**
 * What is expected of a route.
 *
 * @param name method and template, as the router has them
 * @param path an address of it, with the names of things in braces
 * @param body what is sent; empty for nothing
 * @param roles the roles in an organization that may use it; others are forbidden
 * @param platform the roles of the platform that may use it; others are forbidden
 * @param foreign what a member of another organization is answered
 */
record Route(String name, String path, String body, Set<Role> roles, Set<PlatformRole> platform, Foreign foreign) {

    /** What becomes of another organization's things. */
    enum Foreign {
        /** It names something of another organization, which does not exist for the caller. */
        NOT_FOUND,
        /** It lists things; those of another organization are not among them. */
        ABSENT,
        /** It is not for members of organizations at all, whatever it names. */
        FORBIDDEN,
        /** It touches nothing that belongs to an organization. */
        NOTHING
    }

    static final Set<Role> ALL = EnumSet.allOf(Role.class);
    static final Set<Role> OWNER = EnumSet.of(Role.OWNER);
    static final Set<Role> BUILDERS = EnumSet.of(Role.OWNER, Role.DEVELOPER);
    static final Set<Role> AUDITORS = EnumSet.of(Role.OWNER, Role.FINANCE);
    static final Set<Role> NOBODY = EnumSet.noneOf(Role.class);
    static final Set<PlatformRole> BOTH = EnumSet.allOf(PlatformRole.class);
    static final Set<PlatformRole> OPERATOR = EnumSet.of(PlatformRole.OPERATOR);
    static final Set<PlatformRole> NEITHER = EnumSet.noneOf(PlatformRole.class);

    String method() {
        return name.substring(0, name.indexOf(' '));
    }
}
