package cloud.tessera.api.access;

import cloud.tessera.api.wire.Values;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A wish for an access token.
 *
 * @param grantType what is shown
 * @param email with {@code password}: whose
 * @param password with {@code password}
 * @param otp with {@code password}, where the answer was {@code mfa_required}: the code that your authenticator app shows, or a
 *     recovery code; each works once
 * @param organizationId with {@code password}: the organization to act for; the first by name when it is absent
 * @param apiKey with {@code api_key}
 * @param refreshToken with {@code refresh_token}
 */
@Serdeable
@Schema(name = "TokenRequest")
record TokenRequest(
        @NotNull GrantType grantType,

        @Nullable @Size(max = 320) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String email,

        @Nullable @Size(max = 256) String password,
        @Nullable @Size(max = 40) String otp,
        @Nullable @Size(max = 64) String organizationId,
        @Nullable @Size(max = 200) String apiKey,
        @Nullable @Size(max = 200) String refreshToken) {

    /** Credentials stay out of logs. */
    @Override
    public String toString() {
        return "TokenRequest[" + grantType + "]";
    }
}
