package cloud.tessera.api.usage;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.billing.invoicing.Usage;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.TimeWindow;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Use and its cost. */
@Controller("/api/v1/usage")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Money")
@MayRefuse
class UsageController {
    /** The longest interval of one request. */
    private static final Duration LONGEST = Duration.ofDays(400);

    private final Usage usage;
    private final Invoices invoices;

    UsageController(Usage usage, Invoices invoices) {
        this.usage = usage;
        this.invoices = invoices;
    }

    /**
     * See use and cost by day, project and SKU, oldest first.
     *
     * @param start when to begin
     * @param end when to end; at most 400 days later
     * @param organizationId for people of the platform: of which organization; others see their own
     */
    @Get
    Listing<UsageDayResource> getUsage(
            @Parameter(hidden = true) Caller caller,
            @QueryValue @Parameter(schema = @Schema(type = "string", format = "date-time")) String start,
            @QueryValue @Parameter(schema = @Schema(type = "string", format = "date-time")) String end,
            @QueryValue("organization_id") @Nullable @Size(max = 64) String organizationId) {
        TimeWindow window = Values.window(start, end, LONGEST);
        OrganizationId organization = Values.organization(caller, organizationId);
        return Listing.all(usage.daily(caller, organization, window), UsageDayResource::of);
    }

    /**
     * See what the invoice of the running month would be if the month ended now.
     *
     * @param organizationId for people of the platform: of which organization; others see their own
     */
    @Get("/running-month")
    RunningMonth getRunningMonth(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("organization_id") @Nullable @Size(max = 64) String organizationId) {
        return RunningMonth.of(invoices.runningTotal(caller, Values.organization(caller, organizationId)));
    }
}
