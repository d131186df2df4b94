package cloud.tessera.billing.rating;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * A stretch of use at one rate: the smallest thing that is rated, and what explains an amount.
 *
 * @param from its first second
 * @param until the second after its last; the use need not fill all of the time between
 * @param ratePerHour for one unit, in major units
 * @param unitSeconds units times seconds
 */
public record Segment(UUID claim, Instant from, Instant until, BigDecimal ratePerHour, long unitSeconds) {}
