package cloud.tessera.api.services;

import cloud.tessera.api.claims.EventResource;
import cloud.tessera.api.claims.Limited;
import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.request.IdempotencyKeys;
import cloud.tessera.api.request.Versions;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.service.Service;
import cloud.tessera.inventory.service.ServiceId;
import cloud.tessera.inventory.service.Services;
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
import io.micronaut.http.annotation.Patch;
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
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Services: setting up, scaling, ending and reading them. */
@Controller("/api/v1/services")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Services")
@MayRefuse
class ServiceController {
    private final Services services;
    private final Limited limited;

    ServiceController(Services services, Limited limited) {
        this.limited = limited;
        this.services = services;
    }

    /**
     * Set a service up. Its replicas are started within a minute; why fewer run than are desired, {@code limited} says.
     *
     * @param idempotencyKey a new value for each service, the same when you repeat the request
     */
    @Post
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = ServiceResource.class)))
    HttpResponse<?> createService(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey,
            @Body @Valid NewServiceBody wanted) {
        IdempotencyKeys.require(idempotencyKey);
        return Answers.of(request, services.create(caller, wanted.toNew()), HttpStatus.CREATED, shown(caller));
    }

    /**
     * List services, newest first.
     *
     * @param projectId only those of this project
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get
    Listing<ServiceResource> listServices(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("project_id") @Nullable @Size(max = 64) String projectId,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        ProjectId project = Values.readNullable(projectId, ProjectId::of, "project_id");
        return limited.all(
                caller,
                services.list(caller, project, Values.page(limit, after)),
                ServiceController::id,
                ServiceResource::of);
    }

    /** See a service. */
    @Get("/{id}")
    HttpResponse<ServiceResource> getService(@Parameter(hidden = true) Caller caller, String id) {
        return Answers.ok(shown(caller).apply(services.get(caller, inPath(id))));
    }

    /**
     * Change how much of a service there is to be. What is absent stays as it is.
     *
     * @param ifMatch the ETag that you have seen
     */
    @Patch("/{id}")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ServiceResource.class)))
    HttpResponse<?> scaleService(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            @Header(Versions.HEADER) @Nullable @Parameter(required = true) String ifMatch,
            @Body @Valid ScaleChange change) {
        ServiceId service = inPath(id);
        return Answers.change(
                request,
                services.rescale(caller, service, Versions.required(ifMatch), change::of),
                shown(caller),
                () -> services.get(caller, service));
    }

    /**
     * End a service and release all its replicas: charging stops now.
     *
     * @param ifMatch the ETag that you have seen
     */
    @Delete("/{id}")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ServiceResource.class)))
    HttpResponse<?> endService(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            @Header(Versions.HEADER) @Nullable @Parameter(required = true) String ifMatch) {
        ServiceId service = inPath(id);
        return Answers.change(
                request,
                services.end(caller, service, Versions.required(ifMatch)),
                shown(caller),
                () -> services.get(caller, service));
    }

    /** See the replicas of a service that are not over, oldest first. Each is an allocation. */
    @Get("/{id}/replicas")
    Listing<ReplicaResource> getServiceReplicas(@Parameter(hidden = true) Caller caller, String id) {
        return Listing.all(services.replicas(caller, inPath(id)), ReplicaResource::of);
    }

    /** See what a service has cost this billing month, and costs an hour now. */
    @Get("/{id}/spend")
    ServiceSpend getServiceSpend(@Parameter(hidden = true) Caller caller, String id) {
        return ServiceSpend.of(services.spend(caller, inPath(id)));
    }

    /** See what happened to a service, oldest first. */
    @Get("/{id}/timeline")
    Listing<EventResource> getServiceTimeline(@Parameter(hidden = true) Caller caller, String id) {
        return Listing.all(services.timeline(caller, inPath(id)), EventResource::of);
    }

    private static ServiceId inPath(String id) {
        return Values.inPath(id, ServiceId::of, "service");
    }

    private static UUID id(Service it) {
        return it.id().value();
    }

    private Function<Service, ServiceResource> shown(Caller caller) {
        return limited.one(caller, ServiceController::id, ServiceResource::of);
    }
}
