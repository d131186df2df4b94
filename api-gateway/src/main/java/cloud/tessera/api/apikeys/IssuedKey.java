package cloud.tessera.api.apikeys;

import cloud.tessera.quota.access.NewKey;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A key that was just made.
 *
 * @param key the key
 * @param secret send it as {@code Authorization: Bearer}. It is shown this once and cannot be shown again
 */
@Serdeable
@Schema(name = "IssuedApiKey")
record IssuedKey(ApiKeyResource key, String secret) {
    static IssuedKey of(NewKey made) {
        return new IssuedKey(ApiKeyResource.of(made.key()), made.secret());
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "IssuedKey[" + key.id() + "]";
    }
}
