package cloud.tessera.quota.term;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that a simulation moves. Either it stands still until it is {@linkplain #moveTo moved}, or it runs with the
 * machine's clock at an offset; it never goes back.
 */
public final class MovableClock extends Clock {
    private final Clock base;
    private final AtomicReference<Hand> hand;

    /** Where the clock stands: a fixed instant, or an offset to the base clock. */
    private sealed interface Hand {
        record Fixed(Instant at) implements Hand {}

        record Running(Duration ahead) implements Hand {}
    }

    private MovableClock(Clock base, Hand hand) {
        this.base = base;
        this.hand = new AtomicReference<>(hand);
    }

    /** A clock that stands still at the instant given. */
    public static MovableClock standingAt(Instant instant) {
        return new MovableClock(Clock.systemUTC(), new Hand.Fixed(instant));
    }

    /** A clock that runs with the base clock, ahead of it by the duration given (it may be negative). */
    public static MovableClock running(Clock base, Duration ahead) {
        return new MovableClock(base, new Hand.Running(ahead));
    }

    @Override
    public Instant instant() {
        return switch (hand.get()) {
            case Hand.Fixed(Instant at) -> at;
            case Hand.Running(Duration ahead) -> base.instant().plus(ahead);
        };
    }

    /** Moves forward; an earlier instant than now is ignored. A standing clock goes on standing, a running one runs. */
    public void moveTo(Instant instant) {
        hand.updateAndGet(now -> switch (now) {
            case Hand.Fixed(Instant at) -> new Hand.Fixed(instant.isAfter(at) ? instant : at);
            case Hand.Running(Duration ahead) -> {
                Duration wanted = Duration.between(base.instant(), instant);
                yield new Hand.Running(wanted.compareTo(ahead) > 0 ? wanted : ahead);
            }
        });
    }

    /** Lets a standing clock run from where it stands. */
    public void run() {
        hand.updateAndGet(now ->
                now instanceof Hand.Fixed(Instant at) ? new Hand.Running(Duration.between(base.instant(), at)) : now);
    }

    /** How far the clock is ahead of the machine's. */
    public Duration ahead() {
        return Duration.between(base.instant(), instant());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Everything is kept in UTC");
    }
}
