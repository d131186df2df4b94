package cloud.tessera.inventory.reservation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be returned of a reservation.
 *
 * @param from a whole UTC hour, from which on it is returned to its end; null: all that has not begun
 * @param quantity how much of it; null: all. Less than all only from the start of one that has not begun, because what runs
 *     keeps its devices
 */
public record AskReturn(@Nullable Instant from, @Nullable Integer quantity) {}
