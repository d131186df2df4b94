package cloud.tessera.api.fleet;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.request.IdempotencyKeys;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.maintenance.MaintenanceId;
import cloud.tessera.inventory.maintenance.Maintenances;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Maintenance windows: planning, seeing and cancelling them. */
@Controller("/api/v1/fleet/maintenance")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Operation")
@MayRefuse
class MaintenanceController {
    private final Maintenances maintenances;
    private final Clock clock;

    MaintenanceController(Maintenances maintenances, Clock clock) {
        this.maintenances = maintenances;
        this.clock = clock;
    }

    /**
     * Plan a maintenance window; for operators. It holds all cards of its scope that are there now, so that nothing is placed on
     * them in it. What is in the way refuses it as {@code maintenance_conflict}, with names and what would work, or makes way
     * where {@code move} is true: all of it or nothing.
     *
     * @param idempotencyKey a new value for each window, the same when you repeat the request
     */
    @Post
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = MaintenanceResource.class)))
    HttpResponse<?> planMaintenance(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey,
            @Body @Valid NewMaintenanceBody wanted) {
        IdempotencyKeys.require(idempotencyKey);
        return Answers.of(
                request,
                maintenances.plan(caller, wanted.toNew()),
                HttpStatus.CREATED,
                it -> MaintenanceResource.of(it, clock.instant()));
    }

    /**
     * List maintenance windows, the latest planned first; for people of the platform.
     *
     * @param open only those that are neither over nor cancelled; false when absent
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get
    Listing<MaintenanceResource> listMaintenance(
            @Parameter(hidden = true) Caller caller,
            @QueryValue @Nullable Boolean open,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        return Listing.of(
                maintenances.list(caller, open != null && open, Values.page(limit, after)),
                it -> MaintenanceResource.of(it, clock.instant()));
    }

    /** See a maintenance window; for people of the platform. */
    @Get("/{id}")
    MaintenanceResource getMaintenance(@Parameter(hidden = true) Caller caller, String id) {
        return MaintenanceResource.of(maintenances.get(caller, inPath(id)), clock.instant());
    }

    /**
     * Give a maintenance window up, or what is left of it; for operators. What has made way stays where it is, but for what was
     * still to be moved: that keeps its cards. A window that is cancelled stays so.
     */
    @Post("/{id}/cancel")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MaintenanceResource.class)))
    HttpResponse<?> cancelMaintenance(HttpRequest<?> request, @Parameter(hidden = true) Caller caller, String id) {
        return Answers.of(
                request,
                maintenances.cancel(caller, inPath(id)),
                HttpStatus.OK,
                it -> MaintenanceResource.of(it, clock.instant()));
    }

    private static MaintenanceId inPath(String id) {
        return Values.inPath(id, MaintenanceId::of, "maintenance window");
    }
}
