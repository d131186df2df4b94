package cloud.tessera.api.organizations;

import cloud.tessera.api.wire.AmountBody;
import cloud.tessera.api.wire.Values;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credit to be granted.
 *
 * @param amount above zero, in the organization's currency
 * @param kind why
 * @param reason in words, for the invoice and the audit log
 * @param expiresAt when what is left of it is lost; never when absent
 */
@Serdeable
@Schema(name = "NewCredit")
record NewCredit(
        @NotNull @Valid AmountBody amount,
        @NotNull CreditKind kind,

        @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String reason,

        @Nullable Instant expiresAt) {}
