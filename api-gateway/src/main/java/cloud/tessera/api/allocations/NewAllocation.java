package cloud.tessera.api.allocations;

import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.allocation.Kind;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.inventory.allocation.Tier;
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
 * An allocation to be started.
 *
 * @param projectId the project that holds it
 * @param name for people
 * @param image what is to be started: one of {@code GET /api/v1/images}
 * @param shape what
 * @param site where; the cheapest site when absent
 * @param tier {@code on_demand}, or {@code preemptible}: cheaper, and it gives way after two minutes' notice when on-demand
 *     work or training finds no other place
 * @param movable whether the platform may move it while it runs, with the new run ready before the old one stops; on demand
 *     that costs less where the price book has a rate for it
 * @param replicas how often the shape is wanted, each on a host of its own where there is one
 * @param limits where it may lie, now and after any later move; anywhere when absent
 */
@Serdeable
@Schema(name = "NewAllocation")
record NewAllocation(
        @NotNull @Size(max = 64) String projectId,

        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String name,

        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        String image,

        @NotNull @Valid ShapeBody shape,

        @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        String site,

        @Nullable
        @Schema(
                allowableValues = {"on_demand", "preemptible"},
                defaultValue = "on_demand")
        String tier,

        @Nullable @Schema(defaultValue = "false") Boolean movable,

        @Nullable @Min(1) @Max(Kind.MOST_REPLICAS) @Schema(defaultValue = "1")
        Integer replicas,

        @Nullable @Valid LimitsBody limits) {
    Start toStart() {
        return new Start(
                Values.read(projectId, ProjectId::of, "project_id"),
                shape.toShape(),
                site,
                name,
                image,
                new Kind(
                        Objects.requireNonNullElse(
                                Values.choice(tier, Tier.values(), Tier::text, "tier"), Tier.ON_DEMAND),
                        Boolean.TRUE.equals(movable),
                        replicas == null ? 1 : replicas),
                LimitsBody.read(limits));
    }
}
