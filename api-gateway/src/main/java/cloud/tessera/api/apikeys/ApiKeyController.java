package cloud.tessera.api.apikeys;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.quota.access.ApiKeys;
import cloud.tessera.quota.term.ApiKeyId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Instant;

/** API keys of the caller's organization. */
@Controller("/api/v1/api-keys")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Access")
@MayRefuse
class ApiKeyController {
    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    /** List keys, newest first, revoked ones too. */
    @Get
    Listing<ApiKeyResource> listApiKeys(@Parameter(hidden = true) Caller caller) {
        return Listing.all(keys.list(caller), ApiKeyResource::of);
    }

    /** Make a key. Its secret is in this answer and nowhere else. */
    @Post
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = IssuedKey.class)))
    HttpResponse<?> createApiKey(
            HttpRequest<?> request, @Parameter(hidden = true) Caller caller, @Body @Valid NewApiKey wanted) {
        ProjectId project = Values.readNullable(wanted.projectId(), ProjectId::of, "project_id");
        Instant expires = wanted.expiresAt() == null ? null : Values.sensible(wanted.expiresAt(), "expires_at");
        return Answers.of(
                request,
                keys.create(caller, wanted.name(), wanted.role().role(), project, expires),
                HttpStatus.CREATED,
                IssuedKey::of);
    }

    /** Revoke a key: it works nowhere from now. */
    @Delete("/{id}")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ApiKeyResource.class)))
    HttpResponse<?> revokeApiKey(HttpRequest<?> request, @Parameter(hidden = true) Caller caller, String id) {
        return Answers.of(
                request,
                keys.revoke(caller, Values.inPath(id, ApiKeyId::of, "key")),
                HttpStatus.OK,
                ApiKeyResource::of);
    }
}
