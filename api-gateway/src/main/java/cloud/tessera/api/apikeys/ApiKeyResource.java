package cloud.tessera.api.apikeys;

import cloud.tessera.quota.access.ApiKey;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that a program calls with, without its secret.
 *
 * @param id its id
 * @param projectId the one project that it may act in; absent for all
 * @param name for people
 * @param hint the last characters of the secret, to recognise it by
 * @param role what it may do
 * @param createdBy who made it; absent where another key did
 * @param createdAt when
 * @param expiresAt when it stops working; absent where it does not
 * @param lastUsedAt when it was last used, to within a few minutes
 * @param revokedAt since when it is revoked
 */
@Serdeable
@Schema(name = "ApiKey")
record ApiKeyResource(
        String id,
        @Nullable String projectId,
        String name,
        String hint,
        String role,
        @Nullable String createdBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {
    static ApiKeyResource of(ApiKey key) {
        return new ApiKeyResource(
                key.id().text(),
                key.project().map(ProjectId::text).orElse(null),
                key.name(),
                key.hint(),
                key.role().text(),
                key.createdBy().map(PersonId::text).orElse(null),
                key.createdAt(),
                key.expiresAt().orElse(null),
                key.lastUsedAt().orElse(null),
                key.revokedAt().orElse(null));
    }
}
