package cloud.tessera.api.quotas;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;

/**
 * A limit to be set.
 *
 * @param parts the most that may be held at any instant; 126,000 parts make one card
 */
@Serdeable
@Schema(name = "NewLimit")
record NewLimit(
        @NotNull @PositiveOrZero @Max(1_000_000_000_000L) Long parts) {}
