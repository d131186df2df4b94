package cloud.tessera.api.access;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A wish for another password.
 *
 * @param presentPassword the one that holds now
 * @param newPassword the one that is to hold, 8 to 256 characters
 */
@Serdeable
@Schema(name = "PasswordChange")
record PasswordChange(
        @NotNull @Size(max = 256) String presentPassword,
        @NotNull @Size(max = 256) String newPassword) {

    /** Passwords stay out of logs. */
    @Override
    public String toString() {
        return "PasswordChange[]";
    }
}
