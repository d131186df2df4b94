package cloud.tessera.api.organizations;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
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
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Organizations. */
@Controller("/api/v1/organizations")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Operation")
@MayRefuse
class OrganizationController {
    private final Organizations organizations;

    OrganizationController(Organizations organizations) {
        this.organizations = organizations;
    }

    /**
     * List organizations, newest first; for people of the platform.
     *
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get
    Listing<OrganizationResource> listOrganizations(
            @Parameter(hidden = true) Caller caller,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        return Listing.of(organizations.list(caller, Values.page(limit, after)), OrganizationResource::of);
    }

    /** Make an organization with a first project; for operators. */
    @Post
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = OrganizationResource.class)))
    HttpResponse<?> createOrganization(
            HttpRequest<?> request, @Parameter(hidden = true) Caller caller, @Body @Valid OrganizationRequest wanted) {
        return Answers.of(
                request,
                organizations.create(caller, wanted.toNewOrganization()),
                HttpStatus.CREATED,
                OrganizationResource::of);
    }

    /** See an organization: your own, or any for people of the platform. */
    @Get("/{id}")
    OrganizationResource getOrganization(@Parameter(hidden = true) Caller caller, String id) {
        return OrganizationResource.of(organizations.get(caller, inPath(id)));
    }

    /** Set when an organization pays, and whether it is known; for operators. */
    @Put("/{id}/terms")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = OrganizationResource.class)))
    HttpResponse<?> setTerms(
            HttpRequest<?> request, @Parameter(hidden = true) Caller caller, String id, @Body @Valid NewTerms wanted) {
        return Answers.of(
                request,
                organizations.setTerms(caller, inPath(id), wanted.terms().terms(), wanted.verified()),
                HttpStatus.OK,
                OrganizationResource::of);
    }

    static OrganizationId inPath(String id) {
        return Values.inPath(id, OrganizationId::of, "organization");
    }
}
