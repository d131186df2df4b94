package cloud.tessera.api.fleet;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/**
 * How the link of a site is to be.
 *
 * @param state {@code up} when the platform reaches the site, {@code down} when it does not
 */
@Serdeable
@Schema(name = "NewLink")
record NewLink(@NotNull State state) {

    /** Whether the platform reaches a site. */
    @Serdeable
    @Schema(name = "LinkState")
    enum State {
        @JsonProperty("up")
        UP,
        @JsonProperty("down")
        DOWN
    }
}
