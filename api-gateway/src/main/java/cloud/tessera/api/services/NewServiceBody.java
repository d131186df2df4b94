package cloud.tessera.api.services;

import cloud.tessera.api.wire.AmountBody;
import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Tier;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.service.NewService;
import cloud.tessera.inventory.service.Scale;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A service to be set up.
 *
 * @param projectId the project that holds its replicas
 * @param name for people
 * @param image what each replica starts: one of {@code GET /api/v1/images}
 * @param shape of each replica
 * @param site where; wherever there is room, the cheapest first, when absent
 * @param baseline replicas that are always kept: on demand, or on the reservation while that runs; at most the minimum
 * @param overflow the tier of those above the baseline
 * @param minimum the fewest; the baseline when absent
 * @param maximum the most
 * @param desired how many are wanted now; the minimum when absent
 * @param targetPercent how busy the replicas' devices are to be, in percent: then the platform says how many are wanted
 * @param limits where each replica may lie, now and after any later move; anywhere when absent
 * @param reservationId a reservation of the project, with the same image and shape, whose run is to serve as the baseline while
 *     it lasts; what it does not give is on demand
 * @param ceiling what the service may cost in a billing month before overflow stops; no ceiling when absent
 */
@Serdeable
@Schema(name = "NewService")
record NewServiceBody(
        @NotNull @Size(max = 64) String projectId,

        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String name,

        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        String image,

        @NotNull @Valid ShapeBody shape,

        @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        String site,

        @Nullable @Min(0) @Max(Kind.MOST_REPLICAS) @Schema(defaultValue = "0")
        Integer baseline,

        @Nullable
        @Schema(
                allowableValues = {"on_demand", "preemptible"},
                defaultValue = "on_demand")
        String overflow,

        @Nullable @Min(0) @Max(Kind.MOST_REPLICAS) Integer minimum,

        @NotNull @Min(1) @Max(Kind.MOST_REPLICAS) Integer maximum,

        @Nullable @Min(0) @Max(Kind.MOST_REPLICAS) Integer desired,

        @Nullable @Min(10) @Max(95) Integer targetPercent,

        @Nullable @Valid LimitsBody limits,

        @Nullable @Size(max = 64) String reservationId,

        @Nullable @Valid AmountBody ceiling) {
    NewService toNew() {
        int base = Objects.requireNonNullElse(baseline, 0);
        int least = Objects.requireNonNullElse(minimum, base);
        var scale = new Scale(
                base,
                Objects.requireNonNullElse(
                        Values.choice(overflow, Tier.values(), Tier::text, "overflow"), Tier.ON_DEMAND),
                least,
                maximum,
                Objects.requireNonNullElse(desired, least),
                targetPercent,
                ceiling == null ? null : ceiling.toMoney(),
                Values.readNullable(reservationId, ReservationId::of, "reservation_id"));
        return new NewService(
                Values.read(projectId, ProjectId::of, "project_id"),
                shape.toShape(),
                site,
                name,
                image,
                scale,
                LimitsBody.read(limits));
    }
}
