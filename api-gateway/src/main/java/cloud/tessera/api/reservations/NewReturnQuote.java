package cloud.tessera.api.reservations;

import cloud.tessera.inventory.reservation.AskReturn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be returned of a reservation.
 *
 * @param from a whole UTC hour, from which on it is returned to its end; absent: all that has not begun
 * @param quantity how much of it; absent: all. Less than all only for the whole window of one that has not begun
 */
@Serdeable
@Schema(name = "NewReturnQuote")
record NewReturnQuote(@Nullable Instant from, @Nullable Integer quantity) {
    AskReturn toAskReturn() {
        return new AskReturn(from, quantity);
    }
}
