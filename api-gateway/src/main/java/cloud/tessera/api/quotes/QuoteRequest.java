package cloud.tessera.api.quotes;

import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.api.wire.Values;
import cloud.tessera.api.wire.Window;
import cloud.tessera.inventory.offer.AskOffer;
import cloud.tessera.inventory.offer.Rules;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a price is wanted for.
 *
 * @param projectId the project that would hold it
 * @param shape what
 * @param site where; the cheapest site when absent
 * @param window when: whole UTC hours, not begun
 * @param limits where it may lie, now and after any later move; anywhere when absent
 * @param flexibleHours how many whole hours later than the window it may begin: the start is then the one that leaves most
 *     room for everybody, and the window of the quote says which; none when absent
 */
@Serdeable
@Schema(name = "QuoteRequest")
record QuoteRequest(
        @NotNull @Size(max = 64) String projectId,
        @NotNull @Valid ShapeBody shape,

        @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        String site,

        @NotNull @Valid Window window,
        @Nullable @Valid LimitsBody limits,

        @Nullable @Min(0) @Max(Rules.MOST_FLEXIBLE) @Schema(defaultValue = "0")
        Integer flexibleHours) {
    AskOffer toAskOffer() {
        return new AskOffer(
                Values.read(projectId, ProjectId::of, "project_id"),
                shape.toShape(),
                site,
                window.toTimeWindow(),
                LimitsBody.read(limits),
                flexibleHours == null ? 0 : flexibleHours);
    }
}
