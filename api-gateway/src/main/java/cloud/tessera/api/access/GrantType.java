package cloud.tessera.api.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;

/** What a caller shows to get an access token. */
@Serdeable
enum GrantType {
    /** E-mail and password of a person. */
    @JsonProperty("password")
    PASSWORD,
    /** An API key. */
    @JsonProperty("api_key")
    API_KEY,
    /** The refresh token of an earlier answer; it works once. */
    @JsonProperty("refresh_token")
    REFRESH_TOKEN
}
