package cloud.tessera.api.reservations;

import cloud.tessera.api.claims.Limited;
import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.request.IdempotencyKeys;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.reservation.AmendmentId;
import cloud.tessera.inventory.reservation.Amendments;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.quota.term.Caller;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
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

/** Changing reservations that were bought: extending, shrinking and moving them, and what giving them up refunds. */
@Controller("/api/v1/reservations/{id}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Reservations")
@MayRefuse
class AmendmentController {
    private final Amendments amendments;
    private final Reservations reservations;

    private final Limited limited;

    AmendmentController(Amendments amendments, Reservations reservations, Limited limited) {
        this.amendments = amendments;
        this.reservations = reservations;
        this.limited = limited;
    }

    /**
     * Ask what it costs to extend, shrink or move a reservation. The price binds for 15 minutes; nothing is changed or held.
     *
     * @param idempotencyKey a new value for each offer, the same when you repeat the request
     */
    @Post("/amendments")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = AmendmentResource.class)))
    HttpResponse<?> askAmendment(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey,
            @Body @Valid NewAmendment wanted) {
        IdempotencyKeys.require(idempotencyKey);
        return Answers.of(
                request,
                amendments.offer(caller, ReservationController.inPath(id), wanted.toAmend()),
                HttpStatus.CREATED,
                AmendmentResource::of);
    }

    /** See an offer to change a reservation, also one that no longer binds. */
    @Get("/amendments/{amendment}")
    AmendmentResource getAmendment(@Parameter(hidden = true) Caller caller, String id, String amendment) {
        return AmendmentResource.of(
                amendments.get(caller, ReservationController.inPath(id), amendmentInPath(amendment)));
    }

    /**
     * Change a reservation as it was offered: what is added is charged, what is given up becomes credit. If it is refused,
     * the reservation is as it was.
     *
     * @param idempotencyKey a new value for each change, the same when you repeat the request
     */
    @Post("/amendments/{amendment}/apply")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReservationResource.class)))
    HttpResponse<?> applyAmendment(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            String amendment,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey) {
        IdempotencyKeys.require(idempotencyKey);
        return Answers.of(
                request,
                amendments.apply(caller, ReservationController.inPath(id), amendmentInPath(amendment)),
                HttpStatus.OK,
                limited.one(caller, (Reservation it) -> it.id().value(), ReservationResource::of));
    }

    /** Ask what cancelling a reservation refunds. The answer binds for up to 15 minutes; nothing is changed. */
    @Post("/cancellation-quotes")
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = CancellationQuoteResource.class)))
    HttpResponse<?> askCancellationQuote(HttpRequest<?> request, @Parameter(hidden = true) Caller caller, String id) {
        return Answers.of(
                request,
                reservations.quoteCancellation(caller, ReservationController.inPath(id)),
                HttpStatus.CREATED,
                CancellationQuoteResource::of);
    }

    private static AmendmentId amendmentInPath(String id) {
        return Values.inPath(id, AmendmentId::of, "amendment");
    }
}
