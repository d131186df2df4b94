package cloud.tessera.inventory.engine;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * How busy the devices of a claim were at one moment.
 *
 * @param busy share of the compute in use, 0 to 1
 * @param memory share of the memory in use, 0 to 1
 */
public record Sample(Instant at, BigDecimal busy, BigDecimal memory) {}
