package cloud.tessera.api.allocations;

import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.allocation.Start;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * An allocation to be started.
 *
 * @param projectId the project that holds it
 * @param name for people
 * @param image what is to be started: one of {@code GET /api/v1/images}
 * @param shape what
 * @param site where; the cheapest site when absent
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
        String site) {
    Start toStart() {
        return new Start(Values.read(projectId, ProjectId::of, "project_id"), shape.toShape(), site, name, image);
    }
}
