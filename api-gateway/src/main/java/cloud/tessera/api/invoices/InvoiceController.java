package cloud.tessera.api.invoices;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.tessera.api.problem.MayRefuse;
import cloud.tessera.api.request.Answers;
import cloud.tessera.api.request.Versions;
import cloud.tessera.api.wire.Listing;
import cloud.tessera.api.wire.Values;
import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.InvoiceId;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Refusal;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
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
import org.jspecify.annotations.Nullable;

/** Invoices. */
@Controller("/api/v1/invoices")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "Money")
@MayRefuse
class InvoiceController {
    private final Invoices invoices;

    InvoiceController(Invoices invoices) {
        this.invoices = invoices;
    }

    /**
     * List invoices, newest first: of your organization, or of all for people of the platform.
     *
     * @param organizationId only those of this organization
     * @param limit how many at most
     * @param after the {@code next} of an earlier answer
     */
    @Get
    Listing<InvoiceResource> listInvoices(
            @Parameter(hidden = true) Caller caller,
            @QueryValue("organization_id") @Nullable @Size(max = 64) String organizationId,
            @QueryValue @Nullable @Min(1) @Max(Page.MOST) @Schema(defaultValue = "50") Integer limit,
            @QueryValue @Nullable @Size(max = 200) @Pattern(regexp = Values.CURSOR, message = Values.CURSOR_TAKES)
                    String after) {
        Page.Request page = Values.page(limit, after);
        return Listing.of(
                organizationId == null
                        ? invoices.list(caller, page)
                        : invoices.list(caller, Values.organization(caller, organizationId), page),
                InvoiceResource::of);
    }

    /** See an invoice. */
    @Get("/{id}")
    HttpResponse<InvoiceResource> getInvoice(@Parameter(hidden = true) Caller caller, String id) {
        return Answers.ok(InvoiceResource.of(invoices.get(caller, inPath(id))));
    }

    /** See the lines of an invoice, in order. */
    @Get("/{id}/lines")
    Listing<LineResource> listInvoiceLines(@Parameter(hidden = true) Caller caller, String id) {
        return Listing.all(invoices.lines(caller, inPath(id)), LineResource::of);
    }

    /**
     * See how the amount of a line came about.
     *
     * @param line its number
     */
    @Get("/{id}/lines/{line}/explanation")
    ExplanationResource explainInvoiceLine(@Parameter(hidden = true) Caller caller, String id, int line) {
        return invoices.lines(caller, inPath(id)).stream()
                .filter(l -> l.line() == line)
                .findFirst()
                .map(ExplanationResource::of)
                .orElseThrow(() -> Refusal.notFound("line").asException());
    }

    /** Get an invoice as a PDF document. */
    @Get(value = "/{id}/pdf", produces = MediaType.APPLICATION_PDF)
    HttpResponse<byte[]> getInvoicePdf(@Parameter(hidden = true) Caller caller, String id) {
        Invoice invoice = invoices.get(caller, inPath(id));
        return file(invoices.pdf(caller, invoice.id()), invoice.number() + ".pdf");
    }

    /** Get the lines of an invoice as CSV with a header (RFC 4180). */
    @Get(value = "/{id}/csv", produces = "text/csv")
    HttpResponse<byte[]> getInvoiceCsv(@Parameter(hidden = true) Caller caller, String id) {
        Invoice invoice = invoices.get(caller, inPath(id));
        return file(invoices.csv(caller, invoice.id()).getBytes(UTF_8), invoice.number() + ".csv");
    }

    /**
     * Enter the payment of an invoice; for operators.
     *
     * @param ifMatch the ETag that you have seen
     */
    @Post("/{id}/mark-paid")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = InvoiceResource.class)))
    HttpResponse<?> markInvoicePaid(
            HttpRequest<?> request,
            @Parameter(hidden = true) Caller caller,
            String id,
            @Header(Versions.HEADER) @Nullable @Parameter(required = true) String ifMatch) {
        InvoiceId invoice = inPath(id);
        invoices.get(caller, invoice);
        return Answers.change(
                request,
                invoices.markPaid(caller, invoice, Versions.required(ifMatch)),
                InvoiceResource::of,
                () -> invoices.get(caller, invoice));
    }

    /**
     * Compute an issued invoice again from its sources: its readings, prices and quotes; for people of the platform. It
     * changes nothing: the invoice stays as it was issued.
     */
    @Post("/{id}/rerate")
    @Status(HttpStatus.OK)
    RerateResource rerateInvoice(@Parameter(hidden = true) Caller caller, String id) {
        InvoiceId invoice = inPath(id);
        String again = invoices.rerate(caller, invoice);
        return RerateResource.of(invoices.get(caller, invoice), again);
    }

    private static HttpResponse<byte[]> file(byte[] content, String name) {
        return HttpResponse.ok(content)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"invoice-" + name + "\"");
    }

    private static InvoiceId inPath(String id) {
        return Values.inPath(id, InvoiceId::of, "invoice");
    }
}
