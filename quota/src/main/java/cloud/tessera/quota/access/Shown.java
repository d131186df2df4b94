package cloud.tessera.quota.access;

import org.jspecify.annotations.Nullable;

/**
 * What somebody shows to sign in.
 *
 * @param code of the authenticator app, or a recovery code; null where none is shown
 */
public record Shown(String email, String password, @Nullable String code) {
    /** Credentials stay out of logs. */
    @Override
    public String toString() {
        return "Shown[]";
    }
}
