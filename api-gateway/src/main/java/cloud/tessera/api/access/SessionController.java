package cloud.tessera.api.access;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.quota.access.OwnSessions;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.SessionId;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

/** The caller's own sign-ins. */
@Controller("/api/v1/me/sessions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Access")
@MayRefuse
class SessionController {
    /**
     * What was ended.
     *
     * @param ended how many sessions
     */
    @Serdeable
    @Schema(name = "EndedSessions")
    record EndedSessions(int ended) {}

    private final OwnSessions sessions;

    SessionController(OwnSessions sessions) {
        this.sessions = sessions;
    }

    /** List your sign-ins that go on, newest first. Keys have none and are refused. */
    @Get
    Listing<SessionResource> listSessions(@Parameter(hidden = true) Caller caller) {
        return Listing.all(sessions.list(caller), SessionResource::of);
    }

    /** End one of your sign-ins; its tokens work nowhere from now. */
    @Delete("/{id}")
    @Status(HttpStatus.NO_CONTENT)
    void endSession(@Parameter(hidden = true) Caller caller, String id) {
        sessions.end(caller, Values.inPath(id, SessionId::of, "sign-in")).orThrow();
    }

    /** End all of your sign-ins but the one that this is called with. */
    @Post("/end-others")
    EndedSessions endOtherSessions(@Parameter(hidden = true) Caller caller) {
        return new EndedSessions(sessions.endOthers(caller));
    }
}
