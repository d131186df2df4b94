package cloud.tessera.api.audit;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.audit.AuditSearch;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Page;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
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
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The audit log. */
@Controller("/api/v1/audit-events")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Organization")
@MayRefuse
class AuditController {
    private static final int USUAL_EXPORT = 1_000;

    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
    }

    /**
     * List who did what, newest first: in your organization, or everywhere for people of the platform.
     *
     * @param organizationId what concerns this organization; for people of the platform
     * @param actor the id of who did it: a person, a key or a job
     * @param action what was done, in full or by what stands before a point: {@code reservation.confirmed}, {@code
     *     reservation}
     * @param subject the id of what was changed
     * @param requestId the request that it was done in
     * @param start not before; a time by RFC 3339
     * @param end before; a time by RFC 3339
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get
    Listing<AuditEventResource> listAuditEvents(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("organization_id") @Nullable @Size(max = 64) String organizationId,
            @QueryValue @Nullable @Size(max = 100) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String actor,
            @QueryValue @Nullable @Size(max = 100) @Pattern(regexp = Values.NAME, message = Values.NAME_TAKES)
                    String action,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
                    String subject,
            @QueryValue("request_id")
                    @Nullable
                    @Size(max = 200)
                    @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
                    String requestId,
            @QueryValue @Nullable @Size(max = 40) String start,
            @QueryValue @Nullable @Size(max = 40) String end,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        Instant from = start == null ? null : Values.instant(start, "start");
        Instant until = end == null ? null : Values.instant(end, "end");
        if (from != null && until != null) {
            Values.window(from, until, "end");
        }
        var search = new AuditSearch(
                Values.readNullable(organizationId, OrganizationId::of, "organization_id"),
                actor,
                action,
                subject,
                requestId,
                null,
                from,
                until);
        return Listing.of(audit.list(caller, search, Values.page(limit, after)), AuditEventResource::of);
    }

    /**
     * Export the sealed log: one line of JSON for each event in the order of the chain, and the signed end of the chain as
     * the last line.
     *
     * <p>A line is {@code {"position":1,"hash":"...","entry":{...}}}. The hash is the SHA-256, in hexadecimal, of the hash
     * before it, a line feed and the text of {@code entry} as it stands; before the first one stands the SHA-256 of
     * {@code tessera audit} and the name of the chain, which is your organization's id. Events are sealed within seconds.
     *
     * @param organizationId whose log; for people of the platform, who get the platform's own without it
     * @param after the position to go on behind
     * @param limit how many events at most
     */
    @Get(value = "/export", produces = "application/x-ndjson")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")))
    HttpResponse<String> exportAuditEvents(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("organization_id") @Nullable @Size(max = 64) String organizationId,
            @QueryValue @Nullable @Min(0) @Schema(defaultValue = "0") Long after,
            @QueryValue @Nullable @Min(1) @Max(Audit.Export.MOST) @Schema(defaultValue = "1000") Integer limit) {
        Audit.Export part = audit.export(
                caller,
                Values.readNullable(organizationId, OrganizationId::of, "organization_id"),
                after == null ? 0 : after,
                limit == null ? USUAL_EXPORT : limit);
        return HttpResponse.ok(part.text())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit-log.ndjson\"");
    }
}
