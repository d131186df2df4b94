package cloud.tessera.inventory.reservation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of a sold block was not delivered, exact to the second and unit.
 *
 * @param quantity units sold
 * @param lostUnits of them, how many are not delivered at present
 * @param lostSince since when; null while all is delivered
 * @param lostUnitSeconds unit-seconds that were not delivered before that
 */
public record Delivery(
        int quantity, int lostUnits, @Nullable Instant lostSince, long lostUnitSeconds) {
    /** A block of which nothing was lost yet. */
    public static Delivery complete(int quantity) {
        return new Delivery(quantity, 0, null, 0);
    }

    /** From an instant on so many units are not delivered; none is all right again. */
    public Delivery losing(int units, Instant at) {
        long until = lostUnitSeconds + running(at);
        return new Delivery(quantity, units, units == 0 ? null : at, until);
    }

    /** What was lost by an instant, as time of the whole block, to the second, half-up. */
    public Duration lostBy(Instant at) {
        return Duration.ofSeconds((lostUnitSeconds + running(at) + quantity / 2) / quantity);
    }

    private long running(Instant at) {
        return lostSince == null || !lostSince.isBefore(at)
                ? 0
                : Math.multiplyExact(Duration.between(lostSince, at).getSeconds(), lostUnits);
    }
}
