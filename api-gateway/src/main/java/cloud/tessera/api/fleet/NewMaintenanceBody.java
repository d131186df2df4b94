package cloud.tessera.api.fleet;

import cloud.tessera.api.wire.Values;
import cloud.tessera.api.wire.Window;
import cloud.tessera.inventory.maintenance.NewMaintenance;
import cloud.tessera.inventory.maintenance.Scope;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A maintenance window to be planned.
 *
 * @param scope what is worked on
 * @param target the number of a host, or the code of a pool, site or fabric domain
 * @param window from when until when, at most 30 days; it begins in the future and ends within 180 days
 * @param move whether what is in the way is brought away: what has not begun is given other cards, what is movable is moved
 *     while it runs, what is preemptible is told to give way. False when absent: then it refuses the window
 * @param reason what is done; for people of the platform
 */
@Serdeable
@Schema(name = "NewMaintenance")
record NewMaintenanceBody(
        @NotNull ScopeName scope,

        @NotNull @Size(min = 1, max = 63) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
        String target,

        @NotNull @Valid Window window,
        @Nullable Boolean move,

        @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
        String reason) {

    /** What a window names. */
    @Serdeable
    @Schema(name = "MaintenanceScope")
    enum ScopeName {
        @JsonProperty("host")
        HOST,
        @JsonProperty("pool")
        POOL,
        @JsonProperty("site")
        SITE,
        @JsonProperty("fabric")
        FABRIC
    }

    NewMaintenance toNew() {
        return new NewMaintenance(
                new Scope(Scope.Kind.valueOf(scope.name()), target),
                window.toTimeWindow(),
                move != null && move,
                reason);
    }
}
