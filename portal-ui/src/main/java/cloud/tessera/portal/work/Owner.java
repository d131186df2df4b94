package cloud.tessera.portal.work;

import cloud.tessera.portal.part.Facts;
import cloud.tessera.portal.part.Texts;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import com.vaadin.flow.component.html.Anchor;
import java.util.Optional;

/**
 * Whose a reservation or an allocation is, for those who look from outside.
 *
 * @param other the organization, where the viewer is of the platform; empty for its own members
 */
record Owner(Optional<Organization> other) {
    static Owner of(Caller caller, OrganizationId organization, Organizations organizations) {
        return new Owner(
                caller.organization().isPresent()
                        ? Optional.empty()
                        : Optional.of(organizations.get(caller, organization)));
    }

    /** Whether the viewer is of the platform. */
    boolean foreign() {
        return other.isPresent();
    }

    String nameOr(String own) {
        return other.map(Organization::name).orElse(own);
    }

    /** Where the organization is shown. */
    String pathOr(String own) {
        return other.map(o -> "operator/organizations/" + o.id().text()).orElse(own);
    }

    void putIn(Facts facts) {
        other.ifPresent(o -> facts.put(Texts.text("work.organization"), new Anchor(pathOr(""), o.name())));
    }
}
