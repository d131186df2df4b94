package cloud.tessera.quota.term;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDv7 (RFC 9562): 48 bits of the clock's milliseconds, then 12 bits that count within a millisecond so that
 * ids of one process sort as they were made, then 62 random bits. With a seeded generator and a moved clock the ids of
 * a whole simulated month repeat exactly.
 */
public final class IdSource {
    private static final int COUNTS_PER_MILLISECOND = 1 << 12;

    private final Clock clock;
    private final RandomGenerator random;
    private long millisecond = Long.MIN_VALUE;
    private int count;

    public IdSource(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new id, later in order than every id that this source has made for the same or an earlier time. */
    public synchronized UUID next() {
        long now = clock.millis();
        if (now > millisecond) {
            millisecond = now;
            count = 0;
        } else if (++count == COUNTS_PER_MILLISECOND) {
            millisecond++;
            count = 0;
        }
        long high = (millisecond << 16) | 0x7000L | count;
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** A random id that tells nothing, not even its age: for opaque holders. */
    public synchronized UUID opaque() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
