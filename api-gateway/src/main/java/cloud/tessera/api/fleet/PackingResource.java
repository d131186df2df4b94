package cloud.tessera.api.fleet;

import cloud.tessera.inventory.replan.Packed;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * The last time that what has not started was packed closer together on a pool's cards of one model.
 *
 * @param pool which pool
 * @param model the model of its cards
 * @param ranAt when
 * @param claims reservations that could move
 * @param moved how many were moved
 * @param refused moves that were planned and not done, because the pool had changed meanwhile
 * @param freedCards cards of hosts that nothing uses any more, less those of hosts that are used now
 * @param tookMs milliseconds for planning and moving
 */
@Serdeable
@Schema(name = "Packing")
record PackingResource(
        String pool, String model, Instant ranAt, int claims, int moved, int refused, int freedCards, long tookMs) {
    static PackingResource of(Packed packed) {
        return new PackingResource(
                packed.pool(),
                packed.model(),
                packed.at(),
                packed.claims(),
                packed.moved(),
                packed.refused(),
                packed.freedCards(),
                packed.took().toMillis());
    }
}
