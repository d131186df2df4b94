package cloud.tessera.api.audit;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
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
import org.jspecify.annotations.Nullable;

/** The audit log. */
@Controller("/api/v1/audit-events")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Organization")
@MayRefuse
class AuditController {
    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
    }

    /**
     * List who did what, newest first: in your organization, or everywhere for people of the platform.
     *
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get
    Listing<AuditEventResource> listAuditEvents(
            @Parameter(hidden = true) Caller caller,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        return Listing.of(audit.list(caller, Values.page(limit, after)), AuditEventResource::of);
    }
}
