package cloud.tessera.api.quotas;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.quota.limit.CardEquivalents;
import cloud.tessera.quota.limit.LimitUse;
import cloud.tessera.quota.limit.Limits;
import cloud.tessera.quota.limit.ResourceClass;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Project;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What projects may hold. */
@Controller("/api/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Organization")
@MayRefuse
class QuotaController {
    private final Limits limits;
    private final Projects projects;

    QuotaController(Limits limits, Projects projects) {
        this.limits = limits;
        this.projects = projects;
    }

    /**
     * List limits and how much of each is taken.
     *
     * @param projectId only those of this project; of all projects of the organization when absent
     */
    @Get("/quotas")
    Listing<QuotaResource> listQuotas(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("project_id") @Nullable @Size(max = 64) String projectId) {
        List<ProjectId> wanted = projectId == null
                ? projects.list(caller).stream().map(Project::id).toList()
                : List.of(Values.read(projectId, ProjectId::of, "project_id"));
        List<LimitUse> uses = wanted.stream()
                .flatMap(project -> limits.list(caller, project).stream())
                .toList();
        return Listing.all(uses, QuotaResource::of);
    }

    /**
     * Set a limit of a project; for operators.
     *
     * @param workload {@code training} or {@code inference}
     * @param family a family of models; {@code *} for all that have no limit of their own, together
     */
    @Put("/projects/{id}/quotas/{workload}/{family}")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = QuotaResource.class)))
    HttpResponse<?> setQuota(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            String workload,
            String family,
            @Body @Valid NewLimit wanted) {
        ProjectId project = Values.inPath(id, ProjectId::of, "project");
        ResourceClass resource = Values.inPath(
                workload + "/" + family, text -> new ResourceClass(Workload.of(workload), family), "limit");
        return Answers.of(
                request,
                limits.set(caller, project, resource, new CardEquivalents(wanted.parts())),
                HttpStatus.OK,
                QuotaResource::of);
    }
}
