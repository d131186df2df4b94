package cloud.tessera.quota.transaction;

import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that the world outside must be told.
 *
 * @param number unique and the same at each attempt: the key by which a receiver knows a repetition
 * @param payload JSON
 * @param attempt 1 at the first
 */
public record Message(
        long number,
        String topic,
        @Nullable OrganizationId organization,
        UUID subject,
        String payload,
        Instant createdAt,
        int attempt) {}
