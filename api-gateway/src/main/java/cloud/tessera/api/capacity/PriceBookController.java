package cloud.tessera.api.capacity;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.wire.Values;
import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.quota.term.Caller;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The way of prices into the book. */
@Controller("/api/v1/price-book")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Operation")
@MayRefuse
class PriceBookController {
    private final PriceBook prices;

    PriceBookController(PriceBook prices) {
        this.prices = prices;
    }

    /**
     * Take in a price file, all of it or nothing; for operators. The same file twice changes nothing. A price that
     * follows another one ends it; what had a price in the past keeps it.
     *
     * @param file the file's name, for messages
     * @param content one price a line as CSV, under the header
     *     sku,workload,site,currency,from,until,rate_per_hour,source
     */
    @Post(consumes = "text/csv")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PriceImport.class)))
    HttpResponse<?> importPrices(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            @QueryValue
                    @Nullable
                    @Size(min = 1, max = 200)
                    @Pattern(regexp = Values.WORDS, message = Values.WORDS_TAKES)
                    String file,
            @Body byte[] content) {
        return Answers.of(
                request,
                prices.importFile(caller, file == null ? "prices.csv" : file, content),
                HttpStatus.OK,
                PriceImport::of);
    }
}
