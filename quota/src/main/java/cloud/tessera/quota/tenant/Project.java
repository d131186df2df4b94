package cloud.tessera.quota.tenant;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.ProjectId;
import java.time.Instant;

/** A scope of isolation, quota and cost inside an organization. */
public record Project(ProjectId id, OrganizationId organization, String name, Instant createdAt) {}
