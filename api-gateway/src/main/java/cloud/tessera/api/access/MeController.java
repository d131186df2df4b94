package cloud.tessera.api.access;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.quota.access.OwnPassword;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Permission;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The caller itself. */
@Controller("/api/v1/me")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Access")
@MayRefuse
class MeController {
    /**
     * Who calls.
     *
     * @param id of the person or the key
     * @param kind {@code member}, {@code api_key} or {@code operator}
     * @param organizationId the organization that it acts for; absent for people of the platform
     * @param projectId the one project that a key is bound to; absent where it is not
     * @param role its role
     * @param permissions what the role allows
     */
    @Serdeable
    @Schema(name = "Me")
    record Me(
            String id,
            String kind,
            @Nullable String organizationId,
            @Nullable String projectId,
            String role,
            List<String> permissions) {}

    private final OwnPassword password;

    MeController(OwnPassword password) {
        this.password = password;
    }

    /** See who you are and what you may do. */
    @Get
    Me getMe(@Parameter(hidden = true) Caller caller) {
        String project = caller instanceof Caller.Key key
                ? key.project().map(p -> p.text()).orElse(null)
                : null;
        return new Me(
                caller.actor(),
                Identities.kind(caller),
                caller.organization().map(OrganizationId::text).orElse(null),
                project,
                Identities.role(caller),
                Stream.of(Permission.values())
                        .filter(caller::may)
                        .map(p -> p.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /**
     * Change your own password. Your other sessions end, and their refresh tokens with them; a key has no password. A wrong
     * present password counts as a failed sign-in.
     */
    @Post("/password")
    @Status(HttpStatus.NO_CONTENT)
    void changePassword(@Parameter(hidden = true) Caller caller, @Body @Valid PasswordChange wanted) {
        password.change(caller, wanted.presentPassword(), wanted.newPassword()).orThrow();
    }
}
