package cloud.tessera.api.members;

import cloud.tessera.api.wire.RoleName;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/**
 * Another role for a member.
 *
 * @param role what the person may do from now
 */
@Serdeable
@Schema(name = "NewRole")
record NewRole(@NotNull RoleName role) {}
