package cloud.tessera.api.reservations;

import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.reservation.Amend;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a reservation is to be changed; what is absent stays as it is. Once it has begun, only its end can change.
 *
 * @param start a whole UTC hour
 * @param end a whole UTC hour, at most 180 days ahead
 * @param quantity at most as much as it has
 * @param site another site
 */
@Serdeable
@Schema(name = "NewAmendment")
record NewAmendment(
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Integer quantity,

        @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        String site) {
    Amend toAmend() {
        return new Amend(start, end, quantity, site);
    }
}
