package cloud.tessera.api.wire;

import cloud.tessera.inventory.geometry.Shape;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for.
 *
 * @param model the key of an accelerator model, such as {@code nvidia-h100-80gb}; one of {@code GET /api/v1/accelerators}
 * @param profile a partition of it, {@code thousandth} for parts of a model that is divided freely; absent for whole
 *     cards
 * @param quantity cards, partitions, or thousandths of one card; 1 when absent
 * @param gang whether all of it must lie in one fast fabric; false when absent
 * @param cpuMilli thousandths of a vCPU with each card or partition; the model's share when absent or 0
 * @param memoryMib MiB of host memory with each card or partition; the model's share when absent or 0
 */
@Serdeable
@Schema(name = "Shape")
public record ShapeBody(
        @NotNull
        @Size(min = 1, max = 100)
        @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        @Schema(example = "nvidia-h100-80gb")
        String model,

        @Nullable
        @Size(max = 60)
        @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        @Schema(example = "1g.10gb")
        String profile,

        @Nullable @Min(1) @Max(100_000) Integer quantity,
        @Nullable Boolean gang,
        @Nullable @PositiveOrZero @Max(10_000_000) Integer cpuMilli,
        @Nullable @PositiveOrZero @Max(1_000_000_000) Long memoryMib) {

    public static ShapeBody of(Shape shape) {
        return new ShapeBody(
                shape.model(), shape.profile(), shape.quantity(), shape.gang(), shape.cpuMilli(), shape.memoryMib());
    }

    public Shape toShape() {
        return new Shape(
                model,
                profile,
                quantity == null ? 1 : quantity,
                gang != null && gang,
                cpuMilli == null ? 0 : cpuMilli,
                memoryMib == null ? 0 : memoryMib);
    }
}
