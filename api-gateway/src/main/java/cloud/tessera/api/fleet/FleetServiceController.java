package cloud.tessera.api.fleet;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.maintenance.Drains;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
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

/** What is in service: hosts, and the links of sites. */
@Controller("/api/v1/fleet")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Operation")
@MayRefuse
class FleetServiceController {
    private final Fleet fleet;
    private final LifeCycle lifeCycle;
    private final Drains drains;

    FleetServiceController(Fleet fleet, LifeCycle lifeCycle, Drains drains) {
        this.fleet = fleet;
        this.lifeCycle = lifeCycle;
        this.drains = drains;
    }

    /**
     * Take a host out of service; for operators. What runs there moves to spare cards of the site or goes on degraded, what
     * has not begun is placed anew, and what cannot be delivered is credited. On a host that is out of service already, what was left there is healed, and
     * {@code already} is true.
     *
     * @param id the number of the host
     */
    @Post("/hosts/{id}/fail")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = HostFailureResource.class)))
    HttpResponse<?> failHost(HttpRequest<?> request, @Parameter(hidden = true) Caller caller, int id) {
        return Answers.of(request, lifeCycle.failHost(caller, id), HttpStatus.OK, HostFailureResource::of);
    }

    /**
     * Let a host take no new work from now; for operators. What has not begun there is given other cards, what runs and is
     * movable is moved, and all else runs to its end. Asking again tries again with what is left; so does the platform itself,
     * every minute.
     *
     * @param id the number of the host
     */
    @Post("/hosts/{id}/drain")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = HostDrainResource.class)))
    HttpResponse<?> drainHost(HttpRequest<?> request, @Parameter(hidden = true) Caller caller, int id) {
        return Answers.of(request, drains.drain(caller, id), HttpStatus.OK, HostDrainResource::of);
    }

    /**
     * Let a host that was draining take work again; for operators. On any other host nothing changes.
     *
     * @param id the number of the host
     */
    @Post("/hosts/{id}/undrain")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = HostDrainResource.class)))
    HttpResponse<?> undrainHost(HttpRequest<?> request, @Parameter(hidden = true) Caller caller, int id) {
        return Answers.of(request, drains.undrain(caller, id), HttpStatus.OK, HostDrainResource::of);
    }

    /**
     * See what holds cards of a host, now or later; for people of the platform.
     *
     * @param id the number of the host
     */
    @Get("/hosts/{id}/claims")
    Listing<ClaimOnCards> listHostClaims(@Parameter(hidden = true) Caller caller, int id) {
        return Listing.all(drains.claims(caller, id), ClaimOnCards::of);
    }

    /**
     * Take a repaired host back into service; for operators. Its cards can be sold from now. A host that is in service stays
     * so. One that was draining takes work again.
     *
     * @param id the number of the host
     */
    @Post("/hosts/{id}/repair")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = HostResource.class)))
    HttpResponse<?> repairHost(HttpRequest<?> request, @Parameter(hidden = true) Caller caller, int id) {
        return Answers.of(
                request,
                lifeCycle.repairHost(caller, id),
                HttpStatus.OK,
                cards -> HostResource.of(fleet.hosts(caller, FleetFilter.ofHost(id), Page.Request.first(1))
                        .items()
                        .getFirst()));
    }

    /**
     * Say whether the platform reaches a site; for operators. While the link is down, work at the site goes on, nothing is
     * started, stopped or metered there, and the bill comes out the same.
     *
     * @param code of the site
     */
    @Put("/sites/{code}/link")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FleetSite.class)))
    HttpResponse<?> setLink(
            HttpRequest<?> request, @Parameter(hidden = true) Caller caller, String code, @Body @Valid NewLink wanted) {
        Outcome<Site> set = switch (wanted.state()) {
            case UP -> fleet.restoreLink(caller, code);
            case DOWN -> fleet.cutLink(caller, code);
        };
        return Answers.of(request, set, HttpStatus.OK, site -> FleetSite.of(site, fleet.stock(caller)));
    }

    /**
     * Say how far regions are from a site, measured or declared; for operators. What is set wins over the fleet file, also
     * when it comes in again; a region that is left out is as far as the file says.
     *
     * @param code of the site
     */
    @Put("/sites/{code}/latencies")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FleetSite.class)))
    HttpResponse<?> setLatencies(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String code,
            @Body @Valid NewLatencies wanted) {
        return Answers.of(
                request,
                fleet.setLatencies(caller, code, wanted.toLatencies()),
                HttpStatus.OK,
                site -> FleetSite.of(site, fleet.stock(caller)));
    }
}
