package cloud.tessera.quota.audit;

import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done.
 *
 * @param organization whose thing it was; null for what belongs to the platform alone
 * @param actorKind {@code member}, {@code api_key}, {@code operator} or {@code job}
 * @param actor the id of who did it, never a name
 * @param action what was done, as in {@code reservation.confirmed}
 * @param subject the typed id of what was changed
 * @param before how it was, as JSON; null where it is new
 * @param after how it is, as JSON; null where it is gone
 */
public record AuditEntry(
        UUID id,
        Instant at,
        @Nullable OrganizationId organization,
        String actorKind,
        String actor,
        String requestId,
        String action,
        String subject,
        @Nullable String before,
        @Nullable String after) {}
