package cloud.tessera.api.services;

import cloud.tessera.api.wire.AmountBody;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.service.Scale;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to change about the scale of a service; what is absent stays.
 *
 * @param baseline replicas that are always kept: on demand, or on the reservation while that runs
 * @param overflow the tier of those above the baseline that are started from now on
 * @param minimum the fewest
 * @param maximum the most
 * @param desired how many are wanted now
 * @param targetPercent how busy the replicas' devices are to be, in percent; 0 takes the aim away
 * @param reservationId the reservation on which the baseline rests from now on
 * @param withoutReservation true lets all of the baseline be on demand
 * @param ceiling what the service may cost in a billing month before overflow stops
 * @param withoutCeiling true takes the ceiling away
 */
@Serdeable
@Schema(name = "ScaleChange")
record ScaleChange(
        @Nullable @Min(0) @Max(Kind.MOST_REPLICAS) Integer baseline,

        @Nullable @Schema(allowableValues = {"on_demand", "preemptible"})
        String overflow,

        @Nullable @Min(0) @Max(Kind.MOST_REPLICAS) Integer minimum,

        @Nullable @Min(1) @Max(Kind.MOST_REPLICAS) Integer maximum,

        @Nullable @Min(0) @Max(Kind.MOST_REPLICAS) Integer desired,

        @Nullable @Min(0) @Max(95) Integer targetPercent,

        @Nullable @Size(max = 64) String reservationId,

        @Nullable Boolean withoutReservation,

        @Nullable @Valid AmountBody ceiling,

        @Nullable Boolean withoutCeiling) {
    Scale of(Scale before) {
        ReservationId on = Values.readNullable(reservationId, ReservationId::of, "reservation_id");
        Integer target = targetPercent == null ? before.targetPercent() : targetPercent;
        return new Scale(
                Objects.requireNonNullElse(baseline, before.baseline()),
                Objects.requireNonNullElse(
                        Values.choice(overflow, Tier.values(), Tier::text, "overflow"), before.overflow()),
                Objects.requireNonNullElse(minimum, before.minimum()),
                Objects.requireNonNullElse(maximum, before.maximum()),
                Objects.requireNonNullElse(desired, before.desired()),
                target == null || target == 0 ? null : target,
                Boolean.TRUE.equals(withoutCeiling) ? null : ceiling == null ? before.ceiling() : ceiling.toMoney(),
                Boolean.TRUE.equals(withoutReservation) ? null : on == null ? before.baselineOn() : on);
    }
}
