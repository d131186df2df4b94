package cloud.tessera.quota.transaction;

import cloud.tessera.quota.term.OrganizationId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that became true in a module to the left.
 *
 * @param payload JSON, to be read by {@link Json#read(String, Class)}
 */
public record Fact(String topic, @Nullable OrganizationId organization, UUID subject, String payload, Instant at) {}
