package cloud.tessera.api.organizations;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.request.IdempotencyKeys;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.ledger.LedgerView;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an organization may owe, its credits, and its accounts. */
@Controller("/api/v1/organizations/{id}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Money")
@MayRefuse
class AccountController {
    private final Exposure exposure;
    private final Credits credits;
    private final LedgerView ledger;

    AccountController(Exposure exposure, Credits credits, LedgerView ledger) {
        this.exposure = exposure;
        this.credits = credits;
        this.ledger = ledger;
    }

    /** See what an organization owes and may owe. */
    @Get("/exposure")
    ExposureResource getExposure(@Parameter(hidden = true) Caller caller, String id) {
        return ExposureResource.of(exposure.view(caller, OrganizationController.inPath(id)));
    }

    /** Set how much an organization may owe; for operators. */
    @Put("/exposure-limit")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ExposureResource.class)))
    HttpResponse<?> setExposureLimit(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            @Body @Valid ExposureLimit wanted) {
        return Answers.of(
                request,
                exposure.setLimit(
                        caller,
                        OrganizationController.inPath(id),
                        wanted.limit().toMoney()),
                HttpStatus.OK,
                ExposureResource::of);
    }

    /** See what stands in every account of an organization that was ever used; for people of the platform. */
    @Get("/ledger")
    Listing<AccountBalanceResource> getLedger(@Parameter(hidden = true) Caller caller, String id) {
        caller.require(Permission.PLATFORM_VIEW);
        return Listing.all(ledger.balances(caller, OrganizationController.inPath(id)), AccountBalanceResource::of);
    }

    /** List credits, newest first. */
    @Get("/credits")
    Listing<CreditResource> listCredits(@Parameter(hidden = true) Caller caller, String id) {
        return Listing.all(credits.list(caller, OrganizationController.inPath(id)), CreditResource::of);
    }

    /**
     * Grant a credit; for operators.
     *
     * @param idempotencyKey a new value for each credit, the same when you repeat the request
     */
    @Post("/credits")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = CreditResource.class)))
    HttpResponse<?> grantCredit(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey,
            @Body @Valid NewCredit wanted) {
        IdempotencyKeys.require(idempotencyKey);
        Instant expires = wanted.expiresAt() == null ? null : Values.sensible(wanted.expiresAt(), "expires_at");
        return Answers.of(
                request,
                credits.grant(
                        caller,
                        OrganizationController.inPath(id),
                        wanted.amount().toMoney(),
                        wanted.kind().kind(),
                        wanted.reason(),
                        expires),
                HttpStatus.CREATED,
                CreditResource::of);
    }
}
