package cloud.tessera.quota.audit;

import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.transaction.Json;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done.
 *
 * @param organization whose thing it was; null for what belongs to the platform alone
 * @param actorKind {@code member}, {@code api_key}, {@code operator} or {@code job}
 * @param actor the id of who did it, never a name
 * @param session the sign-in that it was done in; null for keys and jobs
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
        @Nullable SessionId session,
        String requestId,
        String action,
        String subject,
        @Nullable String before,
        @Nullable String after) {
    /** What is sealed and exported of an entry, in this order. */
    private record Line(
            String id,
            String at,
            @Nullable String organization,
            @JsonProperty("actor_kind") String actorKind,
            String actor,
            @Nullable String session,
            @JsonProperty("request_id") String requestId,
            String action,
            String subject,
            @JsonRawValue @Nullable String before,
            @JsonRawValue @Nullable String after) {}

    /** The entry as one line of JSON, always the same: what its seal is made over. */
    String line() {
        return Json.write(new Line(
                id.toString(),
                at.toString(),
                organization == null ? null : organization.text(),
                actorKind,
                actor,
                session == null ? null : session.text(),
                requestId,
                action,
                subject,
                before,
                after));
    }
}
