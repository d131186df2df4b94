package cloud.tessera.quota.access;

import cloud.tessera.quota.term.SessionId;
import java.time.Instant;

/**
 * A sign-in of a person that goes on, as the person is shown it.
 *
 * @param lastUsed to within a minute
 * @param expires when it ends by itself
 * @param from from where it began
 * @param current whether it is the one that asks
 */
public record OwnSession(
        SessionId id,
        SessionKind kind,
        Instant began,
        Instant lastUsed,
        Instant expires,
        Origin from,
        boolean current) {}
