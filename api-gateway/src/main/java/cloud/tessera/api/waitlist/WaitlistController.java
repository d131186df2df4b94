package cloud.tessera.api.waitlist;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.request.IdempotencyKeys;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.inventory.waitlist.Waitlist;
import cloud.tessera.inventory.waitlist.WaitlistEntryId;
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

/** The waitlist: joining it where capacity is exhausted, seeing and leaving it. */
@Controller("/api/v1/waitlist-entries")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Waitlist")
@MayRefuse
class WaitlistController {
    private final Waitlist waitlist;

    WaitlistController(Waitlist waitlist) {
        this.waitlist = waitlist;
    }

    /**
     * Wait for capacity. Payers take turns: who was served least recently comes first, with its oldest entry.
     *
     * @param idempotencyKey a new value for each entry, the same when you repeat the request
     */
    @Post
    @ApiResponse(
            responseCode = "201",
            content = @Content(schema = @Schema(implementation = WaitlistEntryResource.class)))
    HttpResponse<?> joinWaitlist(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @Header(IdempotencyKeys.HEADER) @Nullable @Size(max = 255) @Parameter(required = true)
                    String idempotencyKey,
            @Body @Valid NewWaitlistEntry wanted) {
        IdempotencyKeys.require(idempotencyKey);
        return Answers.of(
                request, waitlist.join(caller, wanted.toWait()), HttpStatus.CREATED, WaitlistEntryResource::of);
    }

    /**
     * List the entries of the waitlist, newest first; operators see those of all organizations.
     *
     * @param waiting true for those alone that wait
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get
    Listing<WaitlistEntryResource> listWaitlist(
            @Parameter(hidden = true) Caller caller,
            @QueryValue @Nullable Boolean waiting,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        return Listing.of(
                waitlist.list(caller, Boolean.TRUE.equals(waiting), Values.page(limit, after)),
                WaitlistEntryResource::of);
    }

    /** See an entry of the waitlist. */
    @Get("/{id}")
    WaitlistEntryResource getWaitlistEntry(@Parameter(hidden = true) Caller caller, String id) {
        return WaitlistEntryResource.of(waitlist.get(caller, inPath(id)));
    }

    /** Leave the waitlist. */
    @Delete("/{id}")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = WaitlistEntryResource.class)))
    HttpResponse<?> leaveWaitlist(HttpRequest<?> request, @Parameter(hidden = true) Caller caller, String id) {
        return Answers.of(request, waitlist.withdraw(caller, inPath(id)), HttpStatus.OK, WaitlistEntryResource::of);
    }

    private static WaitlistEntryId inPath(String id) {
        return Values.inPath(id, WaitlistEntryId::of, "waitlist entry");
    }
}
