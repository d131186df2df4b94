package cloud.tessera.api.access;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An access token.
 *
 * @param accessToken send it as {@code Authorization: Bearer}
 * @param tokenType always {@code Bearer}
 * @param expiresIn seconds until it expires
 * @param refreshToken buys the next access token, once; absent for API keys, which need none
 * @param organizationId the organization that it acts for; absent for people of the platform
 * @param role the caller's role there, or on the platform
 */
@Serdeable
@Schema(name = "Token")
record TokenAnswer(
        String accessToken,
        String tokenType,
        long expiresIn,
        @Nullable String refreshToken,
        @Nullable String organizationId,
        String role) {

    /** Credentials stay out of logs. */
    @Override
    public String toString() {
        return "TokenAnswer[" + role + "]";
    }
}
