package cloud.tessera.api.reservations;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * Hours to be returned as they were quoted.
 *
 * @param quoteId of the return quote
 */
@Serdeable
@Schema(name = "NewReturn")
record NewReturn(@NotNull @Size(min = 1, max = 64) String quoteId) {}
