package cloud.tessera.api.reservations;

import cloud.tessera.api.claims.Limited;
import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.request.IdempotencyKeys;
import cloud.tessera.api.request.Versions;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.reservation.CancellationQuoteId;
import cloud.tessera.inventory.reservation.Reservation;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
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
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Training reservations: booking them, and reading them. */
@Controller("/api/v1/reservations")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Reservations")
@MayRefuse
class ReservationController {
    private final Reservations reservations;
    private final Limited limited;

    ReservationController(Reservations reservations, Limited limited) {
        this.limited = limited;
        this.reservations = reservations;
    }

    /**
     * Hold capacity for 15 minutes, from a quote or at the price in force.
     *
     * @param idempotencyKey a new value for each reservation, the same when you repeat the request
     */
    @Post
    @ApiResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = ReservationResource.class)))
    HttpResponse<?> holdReservation(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey,
            @Body @Valid NewReservation wanted) {
        IdempotencyKeys.require(idempotencyKey);
        String quote = wanted.quoteId();
        Outcome<Reservation> held = quote == null
                ? reservations.hold(caller, wanted.toHoldDirectly())
                : reservations.hold(caller, wanted.toHold(quote));
        return Answers.of(request, held, HttpStatus.CREATED, shown(caller));
    }

    /**
     * Buy what is held: the block is charged, or taken from credit.
     *
     * @param idempotencyKey a new value for each confirmation, the same when you repeat the request
     */
    @Post("/{id}/confirm")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReservationResource.class)))
    HttpResponse<?> confirmReservation(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey) {
        IdempotencyKeys.require(idempotencyKey);
        return Answers.of(request, reservations.confirm(caller, inPath(id)), HttpStatus.OK, shown(caller));
    }

    /**
     * Give back what is held, free of charge, or cancel what was bought: before the start all of it, later what lies
     * beyond the running hour. The cancellation steps say how much is refunded; {@code /cancellation-quotes} says it first.
     *
     * @param ifMatch the ETag that you have seen
     * @param quoteId the cancellation quote to be kept to; without one it is refunded as the steps say now
     */
    @Post("/{id}/cancel")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReservationResource.class)))
    HttpResponse<?> cancelReservation(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            @Header(Versions.HEADER) @Nullable @Parameter(required = true) String ifMatch,
            @QueryValue("quote_id") @Nullable @Size(max = 64) String quoteId) {
        ReservationId reservation = inPath(id);
        reservations.get(caller, reservation);
        CancellationQuoteId quote = Values.readNullable(quoteId, CancellationQuoteId::of, "quote_id");
        return Answers.change(
                request,
                reservations.cancel(caller, reservation, Versions.required(ifMatch), quote),
                shown(caller),
                () -> reservations.get(caller, reservation));
    }

    /**
     * List reservations, newest first.
     *
     * @param projectId only those of this project
     * @param state only those that are coming (they hold capacity and have not begun), running (begun and not over) or ended
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get
    Listing<ReservationResource> listReservations(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("project_id") @Nullable @Size(max = 64) String projectId,
            @QueryValue @Nullable @Parameter(schema = @Schema(allowableValues = {"running", "coming", "ended"}))
                    String state,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        ProjectId project = Values.readNullable(projectId, ProjectId::of, "project_id");
        Stage stage = Values.choice(state, Stage.values(), Stage::text, "state");
        return limited.all(
                caller,
                reservations.list(caller, project, stage, Values.page(limit, after)),
                ReservationController::id,
                ReservationResource::of);
    }

    /** See a reservation. */
    @Get("/{id}")
    HttpResponse<ReservationResource> getReservation(@Parameter(hidden = true) Caller caller, String id) {
        return Answers.ok(shown(caller).apply(reservations.get(caller, inPath(id))));
    }

    static ReservationId inPath(String id) {
        return Values.inPath(id, ReservationId::of, "reservation");
    }

    private static UUID id(Reservation it) {
        return it.id().value();
    }

    private Function<Reservation, ReservationResource> shown(Caller caller) {
        return limited.one(caller, ReservationController::id, ReservationResource::of);
    }
}
