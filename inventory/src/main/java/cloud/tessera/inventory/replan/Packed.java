package cloud.tessera.inventory.replan;

import java.time.Duration;
import java.time.Instant;

/**
 * The last packing of a pool's cards of one model.
 *
 * @param claims how many could move
 * @param refused moves that were planned and not done, because the pool had changed meanwhile
 * @param freedCards cards of hosts that nothing uses any more, less those of hosts that are used now
 * @param took for planning and moving, to the millisecond
 */
public record Packed(
        String pool, String model, Instant at, int claims, int moved, int refused, int freedCards, Duration took) {}
