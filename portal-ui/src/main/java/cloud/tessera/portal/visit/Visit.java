package cloud.tessera.portal.visit;

import cloud.tessera.quota.access.SignedIn;
import cloud.tessera.quota.tenant.Membership;
import cloud.tessera.quota.term.OrganizationId;
import java.util.Optional;

/**
 * What a browser session stands for.
 *
 * @param who who signed in
 * @param organization the organization that they act for; empty for the platform
 */
public record Visit(SignedIn who, Optional<OrganizationId> organization) {
    static Visit of(SignedIn who) {
        return who.platformRole().isPresent()
                ? new Visit(who, Optional.empty())
                : new Visit(who, who.memberships().stream().findFirst().map(Membership::organization));
    }

    /** The name of the organization that they act for; empty for the platform. */
    public Optional<String> organizationName() {
        return who.memberships().stream()
                .filter(m -> Optional.of(m.organization()).equals(organization))
                .map(Membership::organizationName)
                .findFirst();
    }
}
