package cloud.tessera.ops.platform;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.MovableClock;
import cloud.tessera.quota.transaction.Settings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** Remembers how far the platform's clock was moved, so that a restart does not turn time back. */
@Singleton
public final class KeptClock {
    private static final String SETTING = "clock.ahead";
    private static final Caller JOB = Caller.Job.named("clock");

    private final MovableClock clock;
    private final Settings settings;

    KeptClock(MovableClock clock, Settings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    static Duration ahead(Settings settings) {
        return settings.get(JOB, SETTING).map(Duration::parse).orElse(Duration.ZERO);
    }

    /** Remembers that the clock is moved to an instant, whether it is there yet or not: to be called before it goes. */
    public void keep(Instant target) {
        settings.put(
                JOB,
                SETTING,
                clock.ahead().plus(Duration.between(clock.instant(), target)).toString());
    }
}
