package cloud.tessera.billing.invoicing;

import static cloud.tessera.billing.ledger.Ledger.Entry.credit;
import static cloud.tessera.billing.ledger.Ledger.Entry.debit;

import cloud.tessera.billing.ledger.Account;
import cloud.tessera.billing.ledger.Ledger;
import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Monthly invoices, for those who may see costs. They are about a whole organization, so a key that is bound to one
 * project does not see them.
 */
@Singleton
public final class Invoices {
    /** The topic of the fact that an invoice was paid; its subject is the invoice. */
    public static final String PAID = "invoice.paid";

    private final Transactions transactions;
    private final Organizations organizations;
    private final Issuing issuing;
    private final Drafting drafting;
    private final Ledger ledger;
    private final Audit audit;

    /** What {@link #PAID} says. */
    public record Paid(String invoice, String organization) {}

    public Invoices(
            Transactions transactions,
            Organizations organizations,
            Issuing issuing,
            Drafting drafting,
            Ledger ledger,
            Audit audit) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.issuing = issuing;
        this.drafting = drafting;
        this.ledger = ledger;
        this.audit = audit;
    }

    /**
     * Issues the invoice of every organization whose month is over in its own zone, each once: two workers at once issue
     * once. A month with nothing in it has no invoice. An organization whose use has no price gets none until it has, and
     * one whose invoice fails is tried again at the next call; the log says so, and the others get theirs.
     *
     * @return what this call issued
     */
    public List<Invoice> issueDue(Caller job) {
        return issueDue(job, Instant.MAX);
    }

    /**
     * The same for the months that were over at an instant, for whoever knows up to when everything is metered: an invoice
     * that is issued before the last readings of its month leaves them to the next one, as late use.
     */
    public List<Invoice> issueDue(Caller job, Instant meteredUntil) {
        job.require(Permission.PLATFORM_MANAGE);
        return issuing.issueDue(job, meteredUntil);
    }

    /** One invoice. */
    public Invoice get(Caller caller, InvoiceId id) {
        require(caller);
        return transactions.run(caller, tx -> find(tx, id));
    }

    /** Invoices, newest first: of the caller's organization, or of all for the platform. */
    public Page<Invoice> list(Caller caller, Page.Request request) {
        require(caller);
        if (caller.organization().isEmpty()) {
            caller.require(Permission.PLATFORM_VIEW);
        }
        return page(caller, caller.organization().orElse(null), request);
    }

    /** Invoices of one organization, newest first. */
    public Page<Invoice> list(Caller caller, OrganizationId organization, Page.Request request) {
        require(caller);
        caller.requireReach(organization);
        return page(caller, organization, request);
    }

    /** The lines of an invoice, in order, each with the segments that its amount was computed from. */
    public List<InvoiceLine> lines(Caller caller, InvoiceId id) {
        require(caller);
        return transactions.run(caller, tx -> lines(tx, find(tx, id)));
    }

    /**
     * Enters the payment of an invoice, for operators. Refused: {@code stale} where the invoice has changed since
     * the version given, {@code already_paid}.
     */
    public Outcome<Invoice> markPaid(Caller operator, InvoiceId id, int version) {
        operator.require(Permission.PLATFORM_MANAGE);
        return transactions.attempt(operator, tx -> {
            Invoice invoice = InvoiceStore.lock(tx, id).orElseThrow(Invoices::notFound);
            requirePayable(invoice, version);
            if (!InvoiceStore.markPaid(tx, id, version)) {
                throw stale(invoice);
            }
            long minor = invoice.total().minor();
            ledger.post(
                    tx,
                    organizations.of(tx, invoice.organization()),
                    "payment",
                    id.value(),
                    List.of(debit(Account.CASH_MANUAL, minor), credit(Account.RECEIVABLE, minor)));
            audit.record(
                    tx,
                    invoice.organization(),
                    "invoice.paid",
                    id.text(),
                    Invoice.Status.ISSUED.text(),
                    Invoice.Status.PAID.text());
            tx.fact(
                    PAID,
                    invoice.organization(),
                    id.value(),
                    new Paid(id.text(), invoice.organization().text()));
            return find(tx, id);
        });
    }

    /** The invoice as a PDF document; the same invoice, the same pages. */
    public byte[] pdf(Caller caller, InvoiceId id) {
        require(caller);
        return transactions.run(caller, tx -> {
            Invoice invoice = find(tx, id);
            return new InvoicePdf(invoice, lines(tx, invoice)).bytes();
        });
    }

    /** The lines of an invoice as CSV with a header, RFC 4180. */
    public String csv(Caller caller, InvoiceId id) {
        require(caller);
        return transactions.run(caller, tx -> {
            Invoice invoice = find(tx, id);
            return InvoiceCsv.of(invoice, lines(tx, invoice));
        });
    }

    /** What the invoice of the running month would be if it ended now. */
    public Preview runningTotal(Caller caller, OrganizationId id) {
        require(caller);
        return transactions.run(caller, tx -> {
            Organization organization = organizations.of(tx, id);
            BillingMonth month = BillingMonth.containing(tx.now(), organization.zone());
            Draft draft = drafting.draft(tx, organization, month);
            return new Preview(
                    month.month(),
                    month.window(),
                    draft.sum(Section.TRAINING),
                    draft.sum(Section.INFERENCE),
                    draft.sum(Section.CREDIT),
                    draft.total(),
                    draft.lines(),
                    tx.now());
        });
    }

    /**
     * Rates an issued invoice again from its sources: the readings that it had seen, the price book, the quotes of its
     * blocks and what invoices before it had charged. The digest must be that of the invoice; for operators and jobs.
     */
    public String rerate(Caller operator, InvoiceId id) {
        operator.require(Permission.PLATFORM_VIEW);
        return transactions.run(operator, tx -> {
            Invoice invoice = find(tx, id);
            Organization organization = organizations.of(tx, invoice.organization());
            Draft draft = drafting.again(tx, organization, invoice, InvoiceStore.readingsUntil(tx, id));
            return Digest.hex(Digest.of(invoice.organization(), invoice.month(), draft.lines()));
        });
    }

    private Page<Invoice> page(Caller caller, @Nullable OrganizationId organization, Page.Request request) {
        return transactions.run(caller, tx -> InvoiceStore.page(tx, organization, request));
    }

    private static Invoice find(Tx tx, InvoiceId id) {
        Invoice invoice = InvoiceStore.find(tx, id).orElseThrow(Invoices::notFound);
        if (!tx.caller().organization().map(invoice.organization()::equals).orElse(true)) {
            throw notFound();
        }
        return invoice;
    }

    private static List<InvoiceLine> lines(Tx tx, Invoice invoice) {
        return InvoiceStore.lines(tx, invoice.id(), invoice.total().currency());
    }

    private static void require(Caller caller) {
        caller.require(Permission.VIEW_COSTS);
        if (caller instanceof Caller.Key key && key.project().isPresent()) {
            throw Refusal.forbidden("Invoices are about the whole organization; this key is bound to one project.")
                    .asException();
        }
    }

    private static void requirePayable(Invoice invoice, int version) {
        if (invoice.status() == Invoice.Status.PAID) {
            throw Refusal.conflict("already_paid", "Invoice " + invoice.number() + " is paid already.")
                    .asException();
        }
        if (invoice.version() != version) {
            throw stale(invoice);
        }
    }

    private static RuntimeException stale(Invoice invoice) {
        String detail = "Invoice " + invoice.number() + " has changed; read it again.";
        return new Refusal(Refusal.Kind.STALE, "stale", detail, false, List.of(), "version").asException();
    }

    private static RuntimeException notFound() {
        return Refusal.notFound("invoice").asException();
    }
}
