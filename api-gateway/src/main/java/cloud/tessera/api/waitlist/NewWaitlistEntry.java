package cloud.tessera.api.waitlist;

import cloud.tessera.api.wire.AmountBody;
import cloud.tessera.api.wire.LimitsBody;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.api.wire.Values;
import cloud.tessera.api.wire.Window;
import cloud.tessera.inventory.waitlist.Wait;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is waited for.
 *
 * @param name for people
 * @param image what is to be started: one of {@code GET /api/v1/images}
 * @param projectId the project that will hold it
 * @param shape what
 * @param sites where it may be; at any site that has the model when absent
 * @param window from the earliest start to the latest end, whole UTC hours
 * @param hours for how long; all of the window when absent
 * @param ceiling the most that it may cost; whatever the price is when absent
 * @param limits where it may lie, now and after any later move; anywhere when absent
 * @param mode {@code book} to reserve and charge it by itself, {@code notify} to be told only
 */
@Serdeable
@Schema(name = "NewWaitlistEntry")
record NewWaitlistEntry(
        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String name,

        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        String image,

        @NotNull @Size(max = 64) String projectId,
        @NotNull @Valid ShapeBody shape,

        @Nullable @Size(max = 20)
        List<@NotNull @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES) String> sites,

        @NotNull @Valid Window window,
        @Nullable @Min(1) @Max(4320) Integer hours,
        @Nullable @Valid AmountBody ceiling,
        @Nullable @Valid LimitsBody limits,

        @Nullable @Schema(allowableValues = {"book", "notify"})
        String mode) {
    Wait toWait() {
        var within = window.toTimeWindow();
        Wait.Mode wanted = Values.choice(mode, Wait.Mode.values(), Wait.Mode::text, "mode");
        return new Wait(
                Values.read(projectId, ProjectId::of, "project_id"),
                shape.toShape(),
                Objects.requireNonNullElse(sites, List.of()),
                within,
                hours == null ? (int) within.length().toHours() : hours,
                ceiling == null ? null : ceiling.toMoney(),
                wanted == null ? Wait.Mode.BOOK : wanted,
                name,
                image,
                LimitsBody.read(limits));
    }
}
