package cloud.tessera.api.capacity;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.ShapeBody;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.offer.Availability;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Caller;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is free when. */
@Controller("/api/v1/availability")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Capacity")
@MayRefuse
class AvailabilityController {
    private static final int USUAL_DAYS = 30;

    private final Availability availability;
    private final Clock clock;

    AvailabilityController(Availability availability, Clock clock) {
        this.availability = availability;
        this.clock = clock;
    }

    /**
     * See where a shape is free in a window, and from when at the earliest.
     *
     * @param model the accelerator model
     * @param profile a partition of it, or {@code thousandth}; whole cards when absent
     * @param quantity cards, partitions or thousandths
     * @param gang whether all of it must lie in one fast fabric
     * @param site only this one
     * @param region only sites near this region; with {@code within_ms}
     * @param withinMs the longest round trip to the region in milliseconds
     * @param jurisdictions only under the law of these countries: ISO 3166-1 codes, with commas between them
     * @param start when the window begins
     * @param end when it has ended
     */
    @Get
    Listing<AvailabilityResource> findAvailability(
            @Parameter(hidden = true) Caller caller,
            @QueryValue @Size(min = 1, max = 100) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String model,
            @QueryValue @Nullable @Size(max = 60) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String profile,
            @QueryValue @Nullable @Min(1) @Max(100_000) @Schema(defaultValue = "1") Integer quantity,
            @QueryValue @Nullable @Schema(defaultValue = "false") Boolean gang,
            @QueryValue @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String site,
            @QueryValue @Nullable @Size(min = 1, max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String region,
            @QueryValue("within_ms") @Nullable @Min(1) @Max(10_000) Integer withinMs,
            @QueryValue @Nullable @Size(max = 200) String jurisdictions,
            @QueryValue @Parameter(schema = @Schema(type = "string", format = "date-time")) String start,
            @QueryValue @Parameter(schema = @Schema(type = "string", format = "date-time")) String end) {
        ShapeBody shape = new ShapeBody(model, profile, quantity, gang, null, null);
        var window = Values.window(Values.instant(start, "start"), Values.instant(end, "end"), "end");
        return Listing.all(
                availability.find(
                        caller,
                        shape.toShape(),
                        Workload.TRAINING,
                        site,
                        window,
                        limits(region, withinMs, jurisdictions)),
                AvailabilityResource::of);
    }

    /**
     * See how much of a model is free on each day, for a calendar.
     *
     * @param model the accelerator model
     * @param site only this one
     * @param region only sites near this region; with {@code within_ms}
     * @param withinMs the longest round trip to the region in milliseconds
     * @param jurisdictions only under the law of these countries: ISO 3166-1 codes, with commas between them
     * @param from the first day, in UTC; today when absent
     * @param days how many
     */
    @Get("/days")
    Listing<DayResource> getDays(
            @Parameter(hidden = true) Caller caller,
            @QueryValue @Size(min = 1, max = 100) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String model,
            @QueryValue @Nullable @Size(max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String site,
            @QueryValue @Nullable @Size(min = 1, max = 40) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String region,
            @QueryValue("within_ms") @Nullable @Min(1) @Max(10_000) Integer withinMs,
            @QueryValue @Nullable @Size(max = 200) String jurisdictions,
            @QueryValue @Nullable @Parameter(schema = @Schema(type = "string", format = "date")) String from,
            @QueryValue @Nullable @Min(1) @Max(180) @Schema(defaultValue = "30") Integer days) {
        LocalDate first =
                from == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : Values.day(from, "from");
        return Listing.all(
                availability.days(
                        caller,
                        model,
                        site,
                        first,
                        days == null ? USUAL_DAYS : days,
                        limits(region, withinMs, jurisdictions)),
                DayResource::of);
    }

    private static SiteLimits limits(
            @Nullable String region, @Nullable Integer withinMs, @Nullable String jurisdictions) {
        List<String> countries = jurisdictions == null ? List.of() : List.of(jurisdictions.split(",", -1));
        return new SiteLimits(region, withinMs, countries);
    }
}
