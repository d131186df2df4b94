package cloud.tessera.api.fleet;

import cloud.tessera.api.problem.DoorException;
import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.fleet.Device;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.fleet.Imported;
import cloud.tessera.inventory.fleet.OpenbTarget;
import cloud.tessera.inventory.fleet.Stock;
import cloud.tessera.inventory.replan.Packings;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.TimeWindow;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fleet. */
@Controller("/api/v1/fleet")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Operation")
@MayRefuse
class FleetController {
    private static final String CSV = "text/csv";
    private final Fleet fleet;
    private final Packings packings;

    FleetController(Fleet fleet, Packings packings) {
        this.fleet = fleet;
        this.packings = packings;
    }

    /** List sites with what their pools have; for people of the platform. */
    @Get("/sites")
    Listing<FleetSite> listFleetSites(@Parameter(hidden = true) Caller caller) {
        caller.require(Permission.PLATFORM_VIEW);
        List<Stock> stock = fleet.stock(caller);
        return Listing.all(fleet.sites(caller), site -> FleetSite.of(site, stock));
    }

    /** List what the packing of reservations that have not started did last, by pool and model; for people of the platform. */
    @Get("/packings")
    Listing<PackingResource> listPackings(@Parameter(hidden = true) Caller caller) {
        return Listing.all(packings.last(caller), PackingResource::of);
    }

    /**
     * List hosts by site and name; for people of the platform.
     *
     * @param site only those of this site
     * @param pool only those of this pool
     * @param model only those with cards of this model
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get("/hosts")
    Listing<HostResource> listHosts(
            @Parameter(hidden = true) Caller caller,
            @QueryValue @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String site,
            @QueryValue @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String pool,
            @QueryValue @Nullable @Size(max = 100) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String model,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        FleetFilter filter = new FleetFilter(site, pool, null, model, null);
        return Listing.of(fleet.hosts(caller, filter, Values.page(limit, after)), HostResource::of);
    }

    /**
     * List devices by site, host and place; for people of the platform.
     *
     * @param site only those of this site
     * @param pool only those of this pool
     * @param host only those of the host with this number
     * @param model only those of this model
     * @param health "healthy", "draining" or "failed"
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get("/devices")
    Listing<DeviceResource> listDevices(
            @Parameter(hidden = true) Caller caller,
            @QueryValue @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String site,
            @QueryValue @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String pool,
            @QueryValue @Nullable @Positive Integer host,
            @QueryValue @Nullable @Size(max = 100) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String model,
            @QueryValue @Nullable @Parameter(schema = @Schema(allowableValues = {"healthy", "draining", "failed"}))
                    String health,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        Device.Health wanted = Values.choice(health, Device.Health.values(), Device.Health::text, "health");
        FleetFilter filter = new FleetFilter(site, pool, host, model, wanted);
        return Listing.of(fleet.devices(caller, filter, Values.page(limit, after)), DeviceResource::of);
    }

    /**
     * See what holds a card, slot by slot; for people of the platform.
     *
     * @param id the number of the card
     * @param start when to begin
     * @param end when to end
     */
    @Get("/devices/{id}/tiles")
    TilesResource getTiles(
            @Parameter(hidden = true) Caller caller,
            int id,
            @QueryValue @Parameter(schema = @Schema(type = "string", format = "date-time")) String start,
            @QueryValue @Parameter(schema = @Schema(type = "string", format = "date-time")) String end) {
        TimeWindow window = Values.window(Values.instant(start, "start"), Values.instant(end, "end"), "end");
        return TilesResource.of(fleet.tiles(caller, id, window));
    }

    /**
     * Take in a fleet file or an openb node list, all of it or nothing; for operators. The same file twice changes
     * nothing. A file has at most 10 MiB.
     *
     * @param file the file's name, for messages
     * @param site for a node list: the code of the site that its hosts go to, which is made where it does not exist;
     *     openb when absent
     * @param siteName for a node list: the name of that site; openb when absent
     * @param jurisdiction for a node list: the country of that site by ISO 3166-1; CN when absent
     * @param pool for a node list: the code of the pool at that site, which is made likewise; openb when absent
     * @param privateCards for a node list: whether each card belongs to one organization at a time (sandboxed
     *     containers) or several may share it (virtual machines); false when absent
     * @param content sites, pools, fabric domains, hosts and devices as YAML, or one host a line as CSV under the header
     *     sn,cpu_milli,memory_mib,gpu,model
     */
    @Post(
            value = "/imports",
            consumes = {"application/yaml", CSV})
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ImportResource.class)))
    HttpResponse<?> importFleet(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @QueryValue
                    @Nullable
                    @Size(min = 1, max = 200)
                    @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
                    String file,
            @QueryValue @Nullable @Size(max = 31) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String site,
            @QueryValue("site_name")
                    @Nullable
                    @Size(min = 1, max = 100)
                    @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
                    String siteName,
            @QueryValue
                    @Nullable
                    @Size(min = 2, max = 2, message = "must be a country by ISO 3166-1, such as FR")
                    @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String jurisdiction,
            @QueryValue @Nullable @Size(max = 63) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String pool,
            @QueryValue("private_cards") @Nullable Boolean privateCards,
            @Body byte[] content) {
        Outcome<Imported> imported;
        if (request.getContentType().map(MediaType::getName).filter(CSV::equals).isPresent()) {
            OpenbTarget usual = OpenbTarget.usual(privateCards != null && privateCards);
            OpenbTarget target = new OpenbTarget(
                    or(site, usual.site()),
                    or(siteName, usual.siteName()),
                    or(jurisdiction, usual.jurisdiction()),
                    or(pool, usual.pool()),
                    usual.privateCards());
            imported = fleet.importOpenb(caller, or(file, "nodes.csv"), content, target);
        } else {
            requireNone(site, siteName, jurisdiction, pool, privateCards);
            imported = fleet.importYaml(caller, or(file, "fleet.yaml"), content);
        }
        return Answers.of(request, imported, HttpStatus.OK, ImportResource::of);
    }

    private static String or(@Nullable String value, String usual) {
        return value == null ? usual : value;
    }

    /** A target beside a file that names its own sites would be left out without a word. */
    private static void requireNone(@Nullable Object... target) {
        if (Stream.of(target).anyMatch(Objects::nonNull)) {
            throw new DoorException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "target_in_file",
                    "A fleet file names its sites and pools itself; only a node list (text/csv) takes a target.",
                    null);
        }
    }
}
