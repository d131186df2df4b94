package cloud.tessera.api.access;

import cloud.tessera.quota.access.OwnSession;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in of yours that goes on.
 *
 * @param id its id
 * @param kind {@code portal} or {@code api}
 * @param current whether it is the one that this call is made with
 * @param beganAt when you signed in
 * @param lastUsedAt when it was last used, to within a minute
 * @param expiresAt when it ends by itself
 * @param client the program that signed in, as it called itself; absent where that is not known
 * @param network the network that it came from, without the part that names one machine; absent where that is not known
 */
@Serdeable
@Schema(name = "Session")
record SessionResource(
        String id,
        String kind,
        boolean current,
        Instant beganAt,
        Instant lastUsedAt,
        Instant expiresAt,
        @Nullable String client,
        @Nullable String network) {
    static SessionResource of(OwnSession session) {
        return new SessionResource(
                session.id().text(),
                session.kind().text(),
                session.current(),
                session.began(),
                session.lastUsed(),
                session.expires(),
                session.from().client().orElse(null),
                session.from().network().orElse(null));
    }
}
