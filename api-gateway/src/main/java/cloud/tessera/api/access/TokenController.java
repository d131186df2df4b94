package cloud.tessera.api.access;

import cloud.tessera.api.problem.DoorException;
import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Callers;
import cloud.tessera.api.wire.Values;
import cloud.tessera.quota.access.ApiKeys;
import cloud.tessera.quota.access.Origin;
import cloud.tessera.quota.access.RefreshTokens;
import cloud.tessera.quota.access.Rotated;
import cloud.tessera.quota.access.SessionKind;
import cloud.tessera.quota.access.Shown;
import cloud.tessera.quota.access.SignIn;
import cloud.tessera.quota.access.SignedIn;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** Access tokens. */
@Controller("/api/v1/auth")
@Tag(name = "Access")
@MayRefuse
class TokenController {
    private final AccessTokens tokens;
    private final SignIn signIn;
    private final RefreshTokens refreshTokens;
    private final ApiKeys apiKeys;

    TokenController(AccessTokens tokens, SignIn signIn, RefreshTokens refreshTokens, ApiKeys apiKeys) {
        this.tokens = tokens;
        this.signIn = signIn;
        this.refreshTokens = refreshTokens;
        this.apiKeys = apiKeys;
    }

    /**
     * Get an access token for a password, an API key or a refresh token.
     *
     * <p>It holds for 15 minutes. A refresh token works once and is answered with the next one; using one twice ends the
     * session, because somebody else may have it.
     *
     * <p>Where the person has a second factor, a right password alone is answered by {@code mfa_required}: send the same
     * again with {@code otp}.
     */
    @Post("/token")
    @Secured(SecurityRule.IS_ANONYMOUS)
    @SecurityRequirements
    TokenAnswer getToken(HttpRequest<?> request, @Body @Valid TokenRequest wanted) {
        Caller.Request by = new Caller.Request(Callers.requestOf(request).id(), null);
        return switch (wanted.grantType()) {
            case PASSWORD -> withPassword(wanted, by, Callers.originOf(request));
            case API_KEY -> {
                Caller caller = apiKeys.authenticate(needed(wanted.apiKey(), "api_key"), by)
                        .orThrow();
                yield answer(caller, null);
            }
            case REFRESH_TOKEN -> {
                Rotated rotated = refreshTokens
                        .rotate(needed(wanted.refreshToken(), "refresh_token"), by)
                        .orThrow();
                yield answer(rotated.caller(), rotated.refreshToken());
            }
        };
    }

    private TokenAnswer withPassword(TokenRequest wanted, Caller.Request by, Origin from) {
        String email = needed(wanted.email(), "email");
        String password = needed(wanted.password(), "password");
        OrganizationId organization = wanted.organizationId() == null
                ? null
                : Values.read(wanted.organizationId(), OrganizationId::of, "organization_id");
        Shown shown = new Shown(email, password, wanted.otp());
        SignedIn session = signIn.withPassword(by, shown, SessionKind.API, from).orThrow();
        Caller caller = signIn.callerOf(session.session(), organization, by);
        return answer(caller, refreshTokens.issue(caller));
    }

    /** End the session of the token that this is called with; its refresh token ends with it. */
    @Post("/sign-out")
    @Secured(SecurityRule.IS_AUTHENTICATED)
    @Status(HttpStatus.NO_CONTENT)
    void signOut(@Parameter(hidden = true) Caller caller) {
        signIn.signOut(caller);
    }

    private TokenAnswer answer(Caller caller, @Nullable String refreshToken) {
        return new TokenAnswer(
                tokens.issue(caller),
                "Bearer",
                AccessTokens.LIFE.toSeconds(),
                refreshToken,
                caller.organization().map(OrganizationId::text).orElse(null),
                Identities.role(caller));
    }

    private static String needed(@Nullable String value, String field) {
        if (value == null || value.isEmpty()) {
            throw new DoorException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "missing_value",
                    "\"" + field + "\" is needed for this grant_type.",
                    field);
        }
        return value;
    }
}
