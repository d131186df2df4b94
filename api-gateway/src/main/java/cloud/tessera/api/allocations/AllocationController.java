package cloud.tessera.api.allocations;

import cloud.tessera.api.claims.Limited;
import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.request.IdempotencyKeys;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.allocation.Allocation;
import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.allocation.Allocations;
import cloud.tessera.inventory.allocation.FloatingNotice;
import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
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
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Inference allocations: starting, releasing and reading them. */
@Controller("/api/v1/allocations")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Allocations")
@MayRefuse
class AllocationController {
    private final Allocations allocations;
    private final Moves moves;
    private final Limited limited;
    private final FloatingNotice notice;
    private final Clock clock;

    AllocationController(Allocations allocations, Moves moves, Limited limited, FloatingNotice notice, Clock clock) {
        this.limited = limited;
        this.notice = notice;
        this.clock = clock;
        this.allocations = allocations;
        this.moves = moves;
    }

    /**
     * Start an allocation now.
     *
     * @param idempotencyKey a new value for each allocation, the same when you repeat the request
     */
    @Post
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = AllocationResource.class)))
    HttpResponse<?> startAllocation(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey,
            @Body @Valid NewAllocation wanted) {
        IdempotencyKeys.require(idempotencyKey);
        return Answers.of(request, allocations.create(caller, wanted.toStart()), HttpStatus.CREATED, shown(caller));
    }

    /** Release an allocation: charging stops now, and its devices are free when the work has stopped. */
    @Delete("/{id}")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = AllocationResource.class)))
    HttpResponse<?> releaseAllocation(HttpRequest<?> request, @Parameter(hidden = true) Caller caller, String id) {
        return Answers.of(request, allocations.release(caller, inPath(id)), HttpStatus.ACCEPTED, shown(caller));
    }

    /**
     * Move a movable allocation to other cards of its site while it runs, for operators: its new run is ready before the
     * old one stops, and it is metered once.
     *
     * @param idempotencyKey a new value for each move, the same when you repeat the request
     */
    @Post("/{id}/move")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = AllocationResource.class)))
    HttpResponse<?> moveAllocation(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey,
            String id) {
        IdempotencyKeys.require(idempotencyKey);
        return Answers.of(request, moves.move(caller, inPath(id)), HttpStatus.ACCEPTED, shown(caller));
    }

    /**
     * List allocations, newest first.
     *
     * @param projectId only those of this project
     * @param state only those that are running (not over; an allocation begins at once) or ended; coming is always empty
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get
    Listing<AllocationResource> listAllocations(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("project_id") @Nullable @Size(max = 64) String projectId,
            @QueryValue @Nullable @Parameter(schema = @Schema(allowableValues = {"running", "coming", "ended"}))
                    String state,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        ProjectId project = Values.readNullable(projectId, ProjectId::of, "project_id");
        Stage stage = Values.choice(state, Stage.values(), Stage::text, "state");
        return limited.all(
                caller,
                allocations.list(caller, project, stage, Values.page(limit, after)),
                AllocationController::id,
                (it, limits) -> resource(caller, it, limits));
    }

    /** See an allocation. */
    @Get("/{id}")
    HttpResponse<AllocationResource> getAllocation(@Parameter(hidden = true) Caller caller, String id) {
        return Answers.ok(shown(caller).apply(allocations.get(caller, inPath(id))));
    }

    static AllocationId inPath(String id) {
        return Values.inPath(id, AllocationId::of, "allocation");
    }

    private static UUID id(Allocation it) {
        return it.id().value();
    }

    private Function<Allocation, AllocationResource> shown(Caller caller) {
        return limited.one(caller, AllocationController::id, (it, limits) -> resource(caller, it, limits));
    }

    private AllocationResource resource(Caller caller, Allocation allocation, SiteLimits limits) {
        return AllocationResource.of(
                allocation, notice.until(caller, allocation, clock.instant()).orElse(null), limits);
    }
}
