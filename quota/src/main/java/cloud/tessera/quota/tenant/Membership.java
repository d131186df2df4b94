package cloud.tessera.quota.tenant;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Role;

/** An organization that a person belongs to, as that person sees it. */
public record Membership(OrganizationId organization, String organizationName, Role role) {}
