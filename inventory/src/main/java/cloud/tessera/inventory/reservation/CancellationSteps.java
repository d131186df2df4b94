package cloud.tessera.inventory.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of the price is refunded for what a customer gives up of a reservation that was bought. A reservation keeps the
 * version that it was bought under. What is only held is given back free of charge.
 *
 * @param version rises with each change of the steps; versions stay as they were
 * @param steps from the most generous on
 */
public record CancellationSteps(int version, List<Step> steps) {
    /** The version that new reservations are bought under. */
    public static final int CURRENT = 1;

    private static final Duration JUST_BOUGHT = Duration.ofHours(1);

    private static final Step NEW = new Step("just_bought", null, 100);
    private static final Step RUNNING = new Step("running", null, 50);

    private static final CancellationSteps FIRST = new CancellationSteps(
            1,
            List.of(
                    NEW,
                    new Step("three_days", Duration.ofHours(72), 100),
                    new Step("one_day", Duration.ofHours(24), 75),
                    new Step("before_start", Duration.ZERO, 50),
                    RUNNING));

    /**
     * One step.
     *
     * @param code stable
     * @param before how long before the start it ends; null for what was bought within the last hour and has not begun,
     *     and for what has begun, of which the time that is left counts
     * @param percent of the price of what is given up
     */
    public record Step(String code, @Nullable Duration before, int percent) {}

    /** The steps of a version. */
    public static CancellationSteps of(int version) {
        if (version != FIRST.version) {
            throw new IllegalArgumentException("There is no version " + version + " of the cancellation steps");
        }
        return FIRST;
    }

    /** The step that holds at an instant. */
    public Step at(Instant now, @Nullable Instant boughtAt, Instant start) {
        if (!now.isBefore(start)) {
            return RUNNING;
        }
        if (boughtAt != null && now.isBefore(boughtAt.plus(JUST_BOUGHT))) {
            return NEW;
        }
        Duration left = Duration.between(now, start);
        return steps.stream()
                .filter(step -> step.before() != null && left.compareTo(step.before()) >= 0)
                .findFirst()
                .orElseThrow();
    }
}
