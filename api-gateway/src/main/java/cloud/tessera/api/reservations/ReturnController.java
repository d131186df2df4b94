package cloud.tessera.api.reservations;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.request.IdempotencyKeys;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.reservation.ReturnId;
import cloud.tessera.inventory.reservation.Returns;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
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
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Returning unused hours of reservations, to be sold again for credit. */
@Controller("/api/v1")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Returns")
@MayRefuse
class ReturnController {
    private final Returns returns;

    ReturnController(Returns returns) {
        this.returns = returns;
    }

    /**
     * Ask what returning unused hours of a reservation comes to. The answer binds for up to 15 minutes; nothing is changed.
     *
     * @param idempotencyKey a new value for each quote, the same when you repeat the request
     */
    @Post("/reservations/{id}/return-quotes")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = ReturnResource.class)))
    HttpResponse<?> askReturnQuote(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey,
            @Body @Valid NewReturnQuote wanted) {
        IdempotencyKeys.require(idempotencyKey);
        return Answers.of(
                request,
                returns.quote(caller, ReservationController.inPath(id), wanted.toAskReturn()),
                HttpStatus.CREATED,
                ReturnResource::of);
    }

    /**
     * Return hours as they were quoted. They are sold at list price after what we have unsold of the same, the oldest
     * return first; the proceeds become credit, at most what was paid for the hours and less the fee, once the hours that
     * were sold have run. For what nobody has bought by then nothing comes back.
     *
     * @param idempotencyKey a new value for each return, the same when you repeat the request
     */
    @Post("/reservations/{id}/return")
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = ReturnResource.class)))
    HttpResponse<?> returnReservation(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey,
            @Body @Valid NewReturn wanted) {
        IdempotencyKeys.require(idempotencyKey);
        ReturnId quote = Values.read(wanted.quoteId(), ReturnId::of, "quote_id");
        return Answers.of(
                request,
                returns.accept(caller, ReservationController.inPath(id), quote),
                HttpStatus.CREATED,
                ReturnResource::of);
    }

    /**
     * List what was returned, newest first; operators see what all organizations have returned.
     *
     * @param reservationId only of this reservation
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get("/returns")
    Listing<ReturnResource> listReturns(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("reservation_id") @Nullable @Size(max = 64) String reservationId,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        ReservationId reservation = Values.readNullable(reservationId, ReservationId::of, "reservation_id");
        return Listing.of(returns.list(caller, reservation, Values.page(limit, after)), ReturnResource::of);
    }

    /** See a return, or the quote of one. */
    @Get("/returns/{id}")
    ReturnResource getReturn(@Parameter(hidden = true) Caller caller, String id) {
        return ReturnResource.of(returns.get(caller, inPath(id)));
    }

    /** Take a return back, while none of it is sold and its place is free: the reservation has its hours again. */
    @Delete("/returns/{id}")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReturnResource.class)))
    HttpResponse<?> withdrawReturn(HttpRequest<?> request, @Parameter(hidden = true) Caller caller, String id) {
        return Answers.of(request, returns.withdraw(caller, inPath(id)), HttpStatus.OK, ReturnResource::of);
    }

    private static ReturnId inPath(String id) {
        return Values.inPath(id, ReturnId::of, "return");
    }
}
