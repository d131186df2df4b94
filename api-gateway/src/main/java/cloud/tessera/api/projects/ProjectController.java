package cloud.tessera.api.projects;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
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
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Projects. */
@Controller("/api/v1/projects")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Organization")
@MayRefuse
class ProjectController {
    private final Projects projects;

    ProjectController(Projects projects) {
        this.projects = projects;
    }

    /**
     * List projects, by name.
     *
     * @param organizationId for people of the platform: of which organization; others see their own
     */
    @Get
    Listing<ProjectResource> listProjects(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("organization_id") @Nullable @Size(max = 64) String organizationId) {
        return Listing.all(projects.list(caller, Values.organization(caller, organizationId)), ProjectResource::of);
    }

    /** Make a project, with the limits that new projects have. */
    @Post
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = ProjectResource.class)))
    HttpResponse<?> createProject(
            HttpRequest<?> request, @Parameter(hidden = true) Caller caller, @Body @Valid NewProject wanted) {
        return Answers.of(request, projects.create(caller, wanted.name()), HttpStatus.CREATED, ProjectResource::of);
    }

    /** See a project. */
    @Get("/{id}")
    ProjectResource getProject(@Parameter(hidden = true) Caller caller, String id) {
        return ProjectResource.of(projects.get(caller, Values.inPath(id, ProjectId::of, "project")));
    }
}
