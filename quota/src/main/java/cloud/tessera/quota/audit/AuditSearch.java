package cloud.tessera.quota.audit;

import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What entries are looked for; what is null does not matter.
 *
 * @param organization whose thing it was
 * @param actor the id of who did it
 * @param action what was done: all of it, or what stands before a point, as {@code reservation}
 * @param subject the id of what was changed
 * @param request the request that it was done in
 * @param any one of the three: who did it, what was changed, or the request
 * @param from not before
 * @param to before
 */
public record AuditSearch(
        @Nullable OrganizationId organization,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject,
        @Nullable String request,
        @Nullable String any,
        @Nullable Instant from,
        @Nullable Instant to) {
    public static final AuditSearch ALL = new AuditSearch(null, null, null, null, null, null, null, null);
}
