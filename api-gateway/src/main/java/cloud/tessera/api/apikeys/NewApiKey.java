package cloud.tessera.api.apikeys;

import cloud.tessera.api.wire.RoleName;
import cloud.tessera.api.wire.Values;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key to be made.
 *
 * @param name for people
 * @param role what it may do; not more than you may
 * @param projectId the one project that it may act in; all when absent
 * @param expiresAt when it stops working; never when absent
 */
@Serdeable
@Schema(name = "NewApiKey")
record NewApiKey(
        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String name,

        @NotNull RoleName role,
        @Nullable @Size(max = 64) String projectId,
        @Nullable Instant expiresAt) {}
