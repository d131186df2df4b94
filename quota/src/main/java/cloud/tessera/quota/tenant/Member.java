package cloud.tessera.quota.tenant;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Role;
import java.time.Instant;

/** A person's part in an organization. */
public record Member(
        OrganizationId organization, PersonId person, String email, String displayName, Role role, Instant since) {}
