package cloud.tessera.api.allocations;

import cloud.tessera.api.claims.CredentialsResource;
import cloud.tessera.api.claims.EventResource;
import cloud.tessera.api.claims.PieceResource;
import cloud.tessera.api.claims.SampleResource;
import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.allocation.AllocationId;
import cloud.tessera.inventory.allocation.Allocations;
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

/** The work of an allocation: what happened to it, which cards it holds, how to reach it, how busy it is. */
@Controller("/api/v1/allocations/{id}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Allocations")
@MayRefuse
class AllocationWorkController {
    private final Allocations allocations;

    AllocationWorkController(Allocations allocations) {
        this.allocations = allocations;
    }

    /** See what happened to an allocation, oldest first. */
    @Get("/timeline")
    Listing<EventResource> getAllocationTimeline(@Parameter(hidden = true) Caller caller, String id) {
        return Listing.all(allocations.timeline(caller, AllocationController.inPath(id)), EventResource::of);
    }

    /**
     * See which pieces of which cards an allocation holds now; none while it holds nothing, and when it is over. Work that
     * is placed anew after a failure holds others.
     */
    @Get("/placement")
    Listing<PieceResource> getAllocationPlacement(@Parameter(hidden = true) Caller caller, String id) {
        AllocationId allocation = AllocationController.inPath(id);
        String site = allocations.get(caller, allocation).site();
        return Listing.all(allocations.placement(caller, allocation), piece -> PieceResource.of(site, piece));
    }

    /** Get the address and the token of running work. It is a POST so that nothing keeps a copy of the answer. */
    @Post("/credentials")
    CredentialsResource getAllocationCredentials(@Parameter(hidden = true) Caller caller, String id) {
        return CredentialsResource.of(allocations.access(caller, AllocationController.inPath(id)));
    }

    /**
     * See how busy the devices of an allocation were, oldest first.
     *
     * @param start when to begin
     * @param end when to end; at most 7 days later
     */
    @Get("/utilisation")
    Listing<SampleResource> getAllocationUtilisation(
            @Parameter(hidden = true) Caller caller,
            String id,
            @QueryValue @Parameter(schema = @Schema(type = "string", format = "date-time")) String start,
            @QueryValue @Parameter(schema = @Schema(type = "string", format = "date-time")) String end) {
        var window = Values.window(start, end, SampleResource.LONGEST);
        return Listing.all(
                allocations.utilisation(caller, AllocationController.inPath(id), window), SampleResource::of);
    }
}
