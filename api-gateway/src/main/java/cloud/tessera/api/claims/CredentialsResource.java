package cloud.tessera.api.claims;

import cloud.tessera.inventory.engine.Access;
import cloud.tessera.quota.term.Refusal;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;

/**
 * How to reach running work.
 *
 * @param address a URL
 * @param token send it there as a bearer token
 */
@Serdeable
@Schema(name = "Credentials")
public record CredentialsResource(String address, String token) {
    /** Refused as {@code not_ready} while there is nothing to reach. */
    public static CredentialsResource of(Optional<Access> access) {
        return access.map(a -> new CredentialsResource(a.address(), a.token()))
                .orElseThrow(() -> new Refusal(
                                Refusal.Kind.CONFLICT,
                                "not_ready",
                                "There is nothing to reach now: the work is not ready, or it has ended.",
                                true,
                                List.of(),
                                null)
                        .asException());
    }

    /** The token stays out of logs. */
    @Override
    public String toString() {
        return address;
    }
}
