package cloud.tessera.quota.tenant;

import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import java.time.Instant;
import java.util.Optional;

/** A human being. Names and addresses are kept here and nowhere else, so that they can be erased. */
public record Person(
        PersonId id, String email, String displayName, Optional<PlatformRole> platformRole, Instant createdAt) {}
