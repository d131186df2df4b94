package cloud.tessera.api.audit;

import cloud.tessera.quota.audit.AuditEntry;
import cloud.tessera.quota.term.OrganizationId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done.
 *
 * @param id its id
 * @param at when
 * @param organizationId whose thing it was; absent for what is the platform's alone
 * @param actorKind {@code member}, {@code api_key}, {@code operator} or {@code job}
 * @param actor the id of who did it
 * @param requestId the request that it was done in
 * @param action what was done, such as {@code reservation.confirmed}
 * @param subject the id of what was changed
 * @param before how it was, as JSON; absent where it is new
 * @param after how it is, as JSON; absent where it is gone
 */
@Serdeable
@Schema(name = "AuditEvent")
record AuditEventResource(
        String id,
        Instant at,
        @Nullable String organizationId,
        String actorKind,
        String actor,
        String requestId,
        String action,
        String subject,
        @Nullable String before,
        @Nullable String after) {
    static AuditEventResource of(AuditEntry entry) {
        OrganizationId organization = entry.organization();
        return new AuditEventResource(
                entry.id().toString(),
                entry.at(),
                organization == null ? null : organization.text(),
                entry.actorKind(),
                entry.actor(),
                entry.requestId(),
                entry.action(),
                entry.subject(),
                entry.before(),
                entry.after());
    }
}
