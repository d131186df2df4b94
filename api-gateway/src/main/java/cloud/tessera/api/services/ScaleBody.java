package cloud.tessera.api.services;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.inventory.service.Scale;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How much of a service there is to be.
 *
 * @param baseline replicas that are always kept: on demand, or on the reservation while that runs
 * @param overflow the tier of those above the baseline: {@code on_demand} or {@code preemptible}
 * @param minimum the fewest
 * @param maximum the most
 * @param desired how many are wanted now
 * @param targetPercent how busy the replicas' devices are to be; absent where the owner says how many are wanted
 * @param reservationId the reservation whose run serves as the baseline while it lasts; absent where all of it is on demand
 * @param ceiling what the service may cost in a billing month before overflow stops; absent for no ceiling
 */
@Serdeable
@Schema(name = "Scale")
record ScaleBody(
        int baseline,
        String overflow,
        int minimum,
        int maximum,
        int desired,
        @Nullable Integer targetPercent,
        @Nullable String reservationId,
        @Nullable Amount ceiling) {
    static ScaleBody of(Scale scale) {
        return new ScaleBody(
                scale.baseline(),
                scale.overflow().text(),
                scale.minimum(),
                scale.maximum(),
                scale.desired(),
                scale.targetPercent(),
                scale.baselineOn() == null ? null : scale.baselineOn().text(),
                scale.ceiling() == null ? null : Amount.of(scale.ceiling()));
    }
}
