package cloud.tessera.api.reservations;

import cloud.tessera.inventory.reservation.CancellationSteps;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much is refunded of the price of what is given up. A reservation keeps the version that it was bought under.
 *
 * @param version rises with each change
 * @param steps from the most generous on; the first that applies holds
 */
@Serdeable
@Schema(name = "CancellationSteps")
record CancellationStepsResource(int version, List<StepResource> steps) {
    /**
     * A step.
     *
     * @param code {@code just_bought} (within the last hour, and not begun), {@code three_days}, {@code one_day}, {@code
     *     before_start} or {@code running} (of the time that is left after the hour)
     * @param hoursBeforeStart it applies so many hours or more before the start; absent where another thing decides
     * @param refundPercent of the price of what is given up
     */
    @Serdeable
    @Schema(name = "CancellationStep")
    record StepResource(String code, @Nullable Long hoursBeforeStart, int refundPercent) {}

    static CancellationStepsResource of(CancellationSteps steps) {
        return new CancellationStepsResource(
                steps.version(),
                steps.steps().stream()
                        .map(step -> new StepResource(
                                step.code(),
                                step.before() == null ? null : step.before().toHours(),
                                step.percent()))
                        .toList());
    }
}
