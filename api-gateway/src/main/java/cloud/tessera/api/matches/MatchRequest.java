package cloud.tessera.api.matches;

import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.matching.WhatFor;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a card is wanted for.
 *
 * @param task a task of {@code GET /api/v1/matches/rules}
 * @param parametersBillion how many billion parameters the model has; for every task but {@code classic-ml}
 * @param precision a number format of {@code GET /api/v1/matches/rules}
 * @param context tokens, or the like, of one sequence; the task's when absent
 * @param batch sequences at a time on one copy; the task's when absent
 * @param dataGb how many gigabytes the table has; for {@code classic-ml}
 * @param perSecond how much is wanted in a second, in the task's unit; any speed when absent
 * @param amount how much there is to do in all, in the task's unit; it goes on when absent
 * @param withinHours by when the amount must be done, in hours from now
 * @param limits where it may lie; anywhere when absent
 */
@Serdeable
@Schema(name = "MatchRequest")
record MatchRequest(
        @NotNull
        @Size(min = 1, max = 60)
        @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        @Schema(example = "llm-inference")
        String task,

        @Nullable @Schema(example = "13") BigDecimal parametersBillion,

        @NotNull
        @Size(min = 1, max = 20)
        @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        @Schema(example = "int8")
        String precision,

        @Nullable Integer context,
        @Nullable Integer batch,
        @Nullable BigDecimal dataGb,
        @Nullable BigDecimal perSecond,
        @Nullable BigDecimal amount,
        @Nullable Integer withinHours,
        @Nullable @Valid LimitsBody limits) {
    WhatFor toWhatFor() {
        return new WhatFor(
                task,
                parametersBillion,
                precision,
                context,
                batch,
                dataGb,
                perSecond,
                amount,
                withinHours,
                LimitsBody.read(limits));
    }
}
