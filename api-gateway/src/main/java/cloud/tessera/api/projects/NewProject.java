package cloud.tessera.api.projects;

import cloud.tessera.api.wire.Values;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A project to be made.
 *
 * @param name unique in the organization
 */
@Serdeable
@Schema(name = "NewProject")
record NewProject(
        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String name) {}
