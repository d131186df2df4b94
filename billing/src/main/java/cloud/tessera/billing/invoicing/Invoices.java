package cloud.tessera.billing.invoicing;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import jakarta.inject.Singleton;
import java.util.List;

/** Monthly invoices. */
@Singleton
public final class Invoices {

    /** Issues the invoice of every organization whose month is over, each once. The value is what was issued by this call. */
    public List<Invoice> issueDue(Caller job) {
        throw new IllegalStateException("under construction");
    }

    /** One invoice. */
    public Invoice get(Caller caller, InvoiceId id) {
        throw new IllegalStateException("under construction");
    }

    /** Invoices, newest first: of the caller's organization, or of all for the platform. */
    public Page<Invoice> list(Caller caller, Page.Request request) {
        throw new IllegalStateException("under construction");
    }

    /** Invoices of one organization, newest first. */
    public Page<Invoice> list(Caller caller, OrganizationId organization, Page.Request request) {
        throw new IllegalStateException("under construction");
    }

    /** The lines of an invoice, in order, each with its segments. */
    public List<InvoiceLine> lines(Caller caller, InvoiceId id) {
        throw new IllegalStateException("under construction");
    }

    /** Enters the payment of an invoice. Refused: stale_version, already_paid. */
    public Outcome<Invoice> markPaid(Caller operator, InvoiceId id, int version) {
        throw new IllegalStateException("under construction");
    }

    /** The invoice as a PDF document. */
    public byte[] pdf(Caller caller, InvoiceId id) {
        throw new IllegalStateException("under construction");
    }

    /** The lines of an invoice as CSV with a header, RFC 4180. */
    public String csv(Caller caller, InvoiceId id) {
        throw new IllegalStateException("under construction");
    }

    /** What the invoice of the running month would be if it ended now. */
    public Preview runningTotal(Caller caller, OrganizationId organization) {
        throw new IllegalStateException("under construction");
    }
}
