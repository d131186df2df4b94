package cloud.tessera.billing.invoicing;

import static cloud.tessera.billing.ledger.Ledger.Entry.credit;
import static cloud.tessera.billing.ledger.Ledger.Entry.debit;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.charging.Blocks;
import cloud.tessera.billing.charging.Credits;
import cloud.tessera.billing.ledger.Account;
import cloud.tessera.billing.ledger.Ledger;
import cloud.tessera.billing.metering.HourlyUse;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes invoices of drafts: one transaction for each organization and month, once however many workers try. */
@Singleton
public final class Issuing {
    /** How long a customer has to pay. */
    static final Duration DUE_IN = Duration.ofDays(14);

    private static final Logger LOG = LoggerFactory.getLogger(Issuing.class);

    private final Transactions transactions;
    private final Organizations organizations;
    private final Drafting drafting;
    private final HourlyUse use;
    private final Blocks blocks;
    private final Credits credits;
    private final Exposure exposure;
    private final Ledger ledger;
    private final Audit audit;
    private final SellerSource seller;

    public Issuing(
            Transactions transactions,
            Organizations organizations,
            Drafting drafting,
            HourlyUse use,
            Blocks blocks,
            Credits credits,
            Exposure exposure,
            Ledger ledger,
            Audit audit,
            SellerSource seller) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.drafting = drafting;
        this.use = use;
        this.blocks = blocks;
        this.credits = credits;
        this.exposure = exposure;
        this.ledger = ledger;
        this.audit = audit;
        this.seller = seller;
    }

    /** @param meteredUntil months that end later wait, as those do that are not over */
    List<Invoice> issueDue(Caller job, Instant meteredUntil) {
        List<Invoice> issued = new ArrayList<>();
        Instant now = transactions.run(job, Tx::now);
        Instant over = now.isBefore(meteredUntil) ? now : meteredUntil;
        Map<Organization, BillingMonth> months = transactions.run(job, this::firstOpenMonths);
        Map<OrganizationId, List<Organization>> byPayer =
                months.keySet().stream().collect(Collectors.groupingBy(Organization::payer));
        months.forEach((organization, first) -> {
            List<Organization> users = Objects.requireNonNull(byPayer.get(organization.payer()));
            try {
                for (BillingMonth month = first; month.isOverAt(over); month = month.next()) {
                    BillingMonth each = month;
                    transactions
                            .run(job, tx -> issue(tx, organization, each, users))
                            .ifPresent(issued::add);
                }
            } catch (Refused refused) {
                // One customer's missing price, or a fault in its data, must not keep the others from their invoices.
                LOG.error("No invoice for {} from {}: {}", organization.id(), first.month(), refused.getMessage());
            } catch (RuntimeException e) {
                LOG.error("No invoice for {} from {}", organization.id(), first.month(), e);
            }
        });
        return List.copyOf(issued);
    }

    /** For every organization with something on no invoice: the month of the oldest. */
    private Map<Organization, BillingMonth> firstOpenMonths(Tx tx) {
        Map<OrganizationId, YearMonth> first = new TreeMap<>(Comparator.comparing(OrganizationId::value));
        use.openMonths(tx).forEach(open -> first.merge(open.organization(), open.month(), Issuing::earlier));
        blocks.openMonths(tx).forEach(open -> first.merge(open.organization(), open.month(), Issuing::earlier));
        Map<Organization, BillingMonth> months = new LinkedHashMap<>();
        first.forEach((id, month) -> {
            Organization organization = organizations.of(tx, id);
            months.put(organization, new BillingMonth(month, organization.zone()));
        });
        return months;
    }

    private static YearMonth earlier(YearMonth a, YearMonth b) {
        return a.isBefore(b) ? a : b;
    }

    /** @param users the organizations with something on no invoice that have the same payer, itself among them */
    private Optional<Invoice> issue(Tx tx, Organization organization, BillingMonth month, List<Organization> users) {
        use.holdStill(tx, organization.id());
        exposure.lock(tx, organization);
        if (InvoiceStore.exists(tx, organization.id(), month)) {
            return Optional.empty();
        }
        Draft draft = drafting.draft(tx, organization, month);
        if (draft.lines().isEmpty()) {
            return Optional.empty();
        }
        byte[] digest = Digest.of(organization.id(), month.month(), draft.lines());
        Invoice invoice = invoice(tx, organization, month, draft, digest);
        Money owed = draft.total().plus(draft.applied());
        credits.spend(tx, organization, draft.applied(), invoice.id().value(), owed);
        InvoiceStore.insert(tx, invoice, digest, use.lastTaken(tx, organization.id()));
        InvoiceStore.insert(tx, invoice, draft.lines());
        blocks.invoiced(tx, invoice.id().value(), draft.blocks());
        use.invoiced(tx, organization.id(), month);
        exposure.accrue(tx, organization.payer(), users);
        post(tx, organization, invoice, draft);
        audit.record(
                tx,
                organization.id(),
                "invoice.issued",
                invoice.id().text(),
                null,
                Map.of("number", invoice.number(), "total", invoice.total().text(), "digest", invoice.digest()));
        return Optional.of(invoice);
    }

    private Invoice invoice(Tx tx, Organization organization, BillingMonth month, Draft draft, byte[] digest) {
        Money total = draft.total();
        boolean settled = !total.isPositive();
        String series = String.valueOf(tx.now().atOffset(ZoneOffset.UTC).getYear());
        return new Invoice(
                new InvoiceId(tx.newId()),
                "%s-%06d".formatted(series, InvoiceStore.nextNumber(tx, series)),
                organization.id(),
                month.month(),
                month.window(),
                draft.sum(Section.TRAINING),
                draft.sum(Section.INFERENCE),
                draft.sum(Section.CREDIT),
                Money.zero(total.currency()),
                total,
                settled ? Invoice.Status.PAID : Invoice.Status.ISSUED,
                new Invoice.Customer(organization.name(), organization.country(), organization.zone()),
                seller.seller(),
                Digest.hex(digest),
                tx.now(),
                tx.now().plus(DUE_IN),
                settled ? tx.now() : null,
                1);
    }

    /** What was unbilled becomes receivable, metered use becomes revenue, credit pays its part. */
    private void post(Tx tx, Organization organization, Invoice invoice, Draft draft) {
        Money prepaid = invoice.credits().negated().minus(draft.applied());
        ledger.post(
                tx,
                organization,
                "invoice",
                invoice.id().value(),
                List.of(
                        debit(Account.RECEIVABLE, invoice.total().minor()),
                        debit(Account.CREDITS, draft.applied().minor()),
                        credit(
                                Account.UNBILLED,
                                invoice.training().minus(prepaid).minor()),
                        credit(Account.REVENUE_INFERENCE, invoice.inference().minor())));
    }
}
