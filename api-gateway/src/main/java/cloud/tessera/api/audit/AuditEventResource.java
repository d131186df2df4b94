package cloud.tessera.api.audit;

import cloud.tessera.quota.audit.AuditEntry;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.SessionId;
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
 * @param sessionId the sign-in that it was done in; absent for keys and jobs
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
        @Nullable String sessionId,
        String requestId,
        String action,
        String subject,
        @Nullable String before,
        @Nullable String after) {
    static AuditEventResource of(AuditEntry entry) {
        OrganizationId organization = entry.organization();
        SessionId session = entry.session();
        return new AuditEventResource(
                entry.id().toString(),
                entry.at(),
                organization == null ? null : organization.text(),
                entry.actorKind(),
                entry.actor(),
                session == null ? null : session.text(),
                entry.requestId(),
                entry.action(),
                entry.subject(),
                entry.before(),
                entry.after());
    }
}
