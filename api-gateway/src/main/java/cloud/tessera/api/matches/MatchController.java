package cloud.tessera.api.matches;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.inventory.matching.Matches;
import cloud.tessera.quota.term.Caller;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
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

/** From what a card is wanted for to shapes. */
@Controller("/api/v1/matches")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Capacity")
@MayRefuse
class MatchController {
    private final Matches matches;

    MatchController(Matches matches) {
        this.matches = matches;
    }

    /**
     * Ask which shapes do what is wanted: the cheapest first, with the reasons, and what was ruled out and why. It changes
     * nothing and holds nothing, so that it needs no idempotency key.
     */
    @Post
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MatchAnswerResource.class)))
    HttpResponse<?> match(
            HttpRequest<?> request, @Parameter(hidden = true) Caller caller, @Body @Valid MatchRequest wanted) {
        return Answers.of(request, matches.ask(caller, wanted.toWhatFor()), HttpStatus.OK, MatchAnswerResource::of);
    }

    /** See the tasks and number formats that can be asked for. */
    @Get("/rules")
    RulesResource getRules(@Parameter(hidden = true) Caller caller) {
        return RulesResource.of(matches.rules(caller));
    }
}
