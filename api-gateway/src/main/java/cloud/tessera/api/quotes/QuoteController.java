package cloud.tessera.api.quotes;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.wire.Values;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.inventory.offer.Offers;
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

/** Binding prices. */
@Controller("/api/v1/quotes")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Reservations")
@MayRefuse
class QuoteController {
    private final Offers offers;

    QuoteController(Offers offers) {
        this.offers = offers;
    }

    /** Ask for a price that binds for 15 minutes. It holds nothing, so repeating the request does no harm. */
    @Post
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = QuoteResource.class)))
    HttpResponse<?> askQuote(
            HttpRequest<?> request, @Parameter(hidden = true) Caller caller, @Body @Valid QuoteRequest wanted) {
        return Answers.of(request, offers.ask(caller, wanted.toAskOffer()), HttpStatus.CREATED, QuoteResource::of);
    }

    /** See a quote, also one that no longer binds. */
    @Get("/{id}")
    QuoteResource getQuote(@Parameter(hidden = true) Caller caller, String id) {
        return QuoteResource.of(offers.get(caller, Values.inPath(id, QuoteId::of, "quote")));
    }
}
