package cloud.tessera.api.members;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.quota.tenant.Member;
import cloud.tessera.quota.tenant.Members;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.PersonId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
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
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Members of the caller's organization. */
@Controller("/api/v1/members")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Organization")
@MayRefuse
class MemberController {
    private final Members members;

    MemberController(Members members) {
        this.members = members;
    }

    /**
     * List members, owners first, then by name.
     *
     * @param organizationId for people of the platform: of which organization; others see their own
     */
    @Get
    Listing<MemberResource> listMembers(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("organization_id") @Nullable @Size(max = 64) String organizationId) {
        OrganizationId organization = Values.organization(caller, organizationId);
        List<Member> all = members.list(caller, organization);
        if (!caller.may(Permission.MANAGE_MEMBERS)) {
            return Listing.all(all, MemberResource::of);
        }
        Set<PersonId> safer = members.withSecondFactor(caller, organization);
        return Listing.all(all, member -> MemberResource.of(member, safer.contains(member.person())));
    }

    /**
     * Add a person.
     *
     * @param organizationId for people of the platform: of which organization; others change their own
     */
    @Post
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = MemberResource.class)))
    HttpResponse<?> addMember(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @QueryValue("organization_id") @Nullable @Size(max = 64) String organizationId,
            @Body @Valid NewMember wanted) {
        return Answers.of(
                request,
                members.add(
                        caller,
                        Values.organization(caller, organizationId),
                        wanted.email(),
                        wanted.displayName(),
                        wanted.role().role(),
                        wanted.password()),
                HttpStatus.CREATED,
                MemberResource::of);
    }

    /**
     * Give a member another role. The last owner stays one.
     *
     * @param organizationId for people of the platform: of which organization; others change their own
     */
    @Patch("/{id}")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MemberResource.class)))
    HttpResponse<?> changeMemberRole(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @QueryValue("organization_id") @Nullable @Size(max = 64) String organizationId,
            String id,
            @Body @Valid NewRole wanted) {
        return Answers.of(
                request,
                members.changeRole(
                        caller,
                        Values.organization(caller, organizationId),
                        inPath(id),
                        wanted.role().role()),
                HttpStatus.OK,
                MemberResource::of);
    }

    /**
     * Take a member out. The last owner stays.
     *
     * @param organizationId for people of the platform: of which organization; others change their own
     */
    @Delete("/{id}")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MemberResource.class)))
    HttpResponse<?> removeMember(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @QueryValue("organization_id") @Nullable @Size(max = 64) String organizationId,
            String id) {
        return Answers.of(
                request,
                members.remove(caller, Values.organization(caller, organizationId), inPath(id)),
                HttpStatus.OK,
                MemberResource::of);
    }

    private static PersonId inPath(String id) {
        return Values.inPath(id, PersonId::of, "member");
    }
}
