package cloud.tessera.api.members;

import cloud.tessera.api.wire.RoleName;
import cloud.tessera.api.wire.Values;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A person to be added.
 *
 * @param email the person's address, which must have no account elsewhere
 * @param displayName the person's name
 * @param role what the person may do
 * @param password to sign in with, 8 to 256 characters; the person can change it later
 */
@Serdeable
@Schema(name = "NewMember")
record NewMember(
        @NotNull @Size(min = 3, max = 320) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String email,

        @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String displayName,

        @NotNull RoleName role,
        @NotNull @Size(min = 8, max = 256) String password) {

    /** The password stays out of logs. */
    @Override
    public String toString() {
        return "NewMember[" + role + "]";
    }
}
