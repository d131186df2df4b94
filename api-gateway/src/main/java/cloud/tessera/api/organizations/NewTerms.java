package cloud.tessera.api.organizations;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/**
 * When an organization pays, and whether it is known.
 *
 * @param terms when it pays
 * @param verified whether the platform knows who it is; one that is not may hold one thing at a time
 */
@Serdeable
@Schema(name = "NewTerms")
record NewTerms(@NotNull TermsName terms, @NotNull Boolean verified) {}
