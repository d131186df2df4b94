package cloud.tessera.api.organizations;

import cloud.tessera.api.wire.AmountBody;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/**
 * How much a payer may owe.
 *
 * @param limit in the organization's currency
 */
@Serdeable
@Schema(name = "ExposureLimit")
record ExposureLimit(@NotNull @Valid AmountBody limit) {}
