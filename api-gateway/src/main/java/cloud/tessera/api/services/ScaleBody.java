package cloud.tessera.api.services;

import cloud.tessera.api.wire.Amount;
import cloud.tessera.inventory.service.Scale;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How much of a service there is to be.
 *
 * @param baseline replicas that are on demand and always kept
 * @param overflow the tier of those above the baseline: {@code on_demand} or {@code preemptible}
 * @param minimum the fewest
 * @param maximum the most
 * @param desired how many are wanted now
 * @param targetPercent how busy the replicas' devices are to be; absent where the owner says how many are wanted
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
        @Nullable Amount ceiling) {
    static ScaleBody of(Scale scale) {
        return new ScaleBody(
                scale.baseline(),
                scale.overflow().text(),
                scale.minimum(),
                scale.maximum(),
                scale.desired(),
                scale.targetPercent(),
                scale.ceiling() == null ? null : Amount.of(scale.ceiling()));
    }
}
