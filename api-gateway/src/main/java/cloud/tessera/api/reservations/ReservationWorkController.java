package cloud.tessera.api.reservations;

import cloud.tessera.api.claims.CredentialsResource;
import cloud.tessera.api.claims.EventResource;
import cloud.tessera.api.claims.PieceResource;
import cloud.tessera.api.claims.SampleResource;
import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.reservation.ReservationId;
import cloud.tessera.inventory.reservation.Reservations;
import cloud.tessera.quota.term.Caller;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

/** The work of a reservation: what happened to it, which cards it holds, how to reach it, how busy it is. */
@Controller("/api/v1/reservations/{id}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Reservations")
@MayRefuse
class ReservationWorkController {
    private final Reservations reservations;

    ReservationWorkController(Reservations reservations) {
        this.reservations = reservations;
    }

    /** See what happened to a reservation, oldest first. */
    @Get("/timeline")
    Listing<EventResource> getReservationTimeline(@Parameter(hidden = true) Caller caller, String id) {
        return Listing.all(reservations.timeline(caller, ReservationController.inPath(id)), EventResource::of);
    }

    /**
     * See which pieces of which cards a reservation holds now; none while it holds nothing, and when it is over. Work that
     * is placed anew after a failure holds others.
     */
    @Get("/placement")
    Listing<PieceResource> getReservationPlacement(@Parameter(hidden = true) Caller caller, String id) {
        ReservationId reservation = ReservationController.inPath(id);
        String site = reservations.get(caller, reservation).site();
        return Listing.all(reservations.placement(caller, reservation), piece -> PieceResource.of(site, piece));
    }

    /** Get the address and the token of running work. It is a POST so that nothing keeps a copy of the answer. */
    @Post("/credentials")
    CredentialsResource getReservationCredentials(@Parameter(hidden = true) Caller caller, String id) {
        return CredentialsResource.of(reservations.access(caller, ReservationController.inPath(id)));
    }

    /**
     * See how busy the devices of a reservation were, oldest first.
     *
     * @param start when to begin
     * @param end when to end; at most 7 days later
     */
    @Get("/utilisation")
    Listing<SampleResource> getReservationUtilisation(
            @Parameter(hidden = true) Caller caller,
            String id,
            @QueryValue @Parameter(schema = @Schema(type = "string", format = "date-time")) String start,
            @QueryValue @Parameter(schema = @Schema(type = "string", format = "date-time")) String end) {
        var window = Values.window(start, end, SampleResource.LONGEST);
        return Listing.all(
                reservations.utilisation(caller, ReservationController.inPath(id), window), SampleResource::of);
    }
}
