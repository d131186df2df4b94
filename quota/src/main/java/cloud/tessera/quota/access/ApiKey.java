package cloud.tessera.quota.access;

import cloud.tessera.quota.term.ApiKeyId;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that a program calls with, without its secret.
 *
 * @param hint the last characters of the secret, to recognise it by
 * @param project the one project that it may act in; empty for all
 * @param createdBy empty where another key made it
 */
public record ApiKey(
        ApiKeyId id,
        OrganizationId organization,
        Optional<ProjectId> project,
        String name,
        String hint,
        Role role,
        Optional<PersonId> createdBy,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Optional<Instant> revokedAt) {}
