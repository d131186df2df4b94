package cloud.tessera.billing.charging;

import static cloud.tessera.billing.ledger.Ledger.Entry.credit;
import static cloud.tessera.billing.ledger.Ledger.Entry.debit;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.ledger.Account;
import cloud.tessera.billing.ledger.Ledger;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.billing.rating.BillingMonth;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Terms;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sold blocks: charged at confirmation, earned as they run, given back or credited where they end early. */
@Singleton
public final class Blocks {
    private static final Logger LOG = LoggerFactory.getLogger(Blocks.class);

    private final Transactions transactions;
    private final Organizations organizations;
    private final Quotes quotes;
    private final Exposure exposure;
    private final Credits credits;
    private final Ledger ledger;

    /** A month in which an organization was charged for blocks that stand on no invoice. */
    public record OpenMonth(OrganizationId organization, YearMonth month) {}

    public Blocks(
            Transactions transactions,
            Organizations organizations,
            Quotes quotes,
            Exposure exposure,
            Credits credits,
            Ledger ledger) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.quotes = quotes;
        this.exposure = exposure;
        this.credits = credits;
        this.ledger = ledger;
    }

    /**
     * Charges a block at confirmation. On approved terms it is owed and stands on the invoice of the month; prepaid it is
     * paid from credit at once. The commitment of the claim ends, because the charge takes its place. Once per claim.
     * Refused: {@code credit_insufficient}.
     */
    public void charge(Tx tx, UUID claim, QuoteId quoteId) {
        charge(tx, claim, claim, quoteId);
    }

    /** Charges a further block for a claim that has one already, under an id of its own; see {@link #charge}. */
    public void charge(Tx tx, UUID block, UUID soldFor, QuoteId quoteId) {
        Quote quote = quotes.of(tx, quoteId);
        Organization organization = organizations.of(tx, quote.organization());
        tx.asPlatform(() -> charge(tx, block, soldFor, quote, organization));
    }

    private boolean charge(Tx tx, UUID claim, UUID soldFor, Quote quote, Organization organization) {
        exposure.lock(tx, organization);
        Money amount = quote.amount();
        Money prepaid = organization.terms() == Terms.PREPAID ? amount : Money.zero(amount.currency());
        BillingMonth month = BillingMonth.containing(tx.now(), organization.zone());
        if (!BlockStore.insert(tx, claim, soldFor, quote, prepaid, month)) {
            return false;
        }
        exposure.release(tx, claim);
        Money spent = credits.spend(tx, organization, prepaid, claim, amount);
        if (prepaid.exceeds(spent)) {
            throw Refusal.limit(
                            "credit_insufficient",
                            "This block costs " + amount.text() + ", and the credit that is left is " + spent.text()
                                    + ". Add " + prepaid.minus(spent).text() + " first.")
                    .asException();
        }
        ledger.post(
                tx,
                organization,
                "charge",
                claim,
                List.of(
                        debit(Account.CREDITS, prepaid.minor()),
                        debit(Account.UNBILLED, amount.minus(prepaid).minor()),
                        credit(Account.DEFERRED_REVENUE, amount.minor())));
        return true;
    }

    /**
     * Ends the blocks of a claim early; see {@link Ending} for what comes of the money. Once per claim: one that was never
     * charged, has run to its end or was stopped before is left alone.
     */
    public void stop(Tx tx, UUID claim, Instant at, Ending ending) {
        tx.asPlatform(() -> {
            List<Block> all = credits.lock(tx, claim);
            List<Block> coming =
                    all.stream().filter(block -> block.runsAfter(at)).toList();
            boolean begun = all.stream().anyMatch(block -> !block.isReleased() && at.isAfter(block.start()));
            for (Block block : coming) {
                if (begun) {
                    BlockStore.stop(tx, block.claim(), at);
                } else {
                    release(tx, block, ending);
                }
            }
            if (begun && !coming.isEmpty() && ending == Ending.FAILED) {
                Instant end = coming.stream()
                        .map(block -> block.left().until())
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
                credits.notDelivered(
                        tx,
                        claim,
                        Duration.between(at, end).toSeconds(),
                        "The block could not be delivered to its end.");
            }
            return coming.size();
        });
    }

    /**
     * Locks the payers of blocks in the order of their ids, for a transaction that changes blocks of several. Claims that
     * were never charged are left out.
     */
    public void lockPayers(Tx tx, Collection<UUID> claims) {
        tx.asPlatform(() -> {
            Map<UUID, Organization> payers = new TreeMap<>();
            for (OrganizationId id : BlockStore.organizations(tx, claims)) {
                Organization organization = organizations.of(tx, id);
                payers.put(organization.payer().value(), organization);
            }
            payers.values().forEach(organization -> exposure.lock(tx, organization));
            return payers.size();
        });
    }

    /**
     * Gives everything back: what is on no invoice is not owed any more, what was paid or invoiced becomes credit. Of a
     * block of which a part was refunded or returned before, the rest is refunded.
     */
    void release(Tx tx, Block block, Ending ending) {
        Organization organization = organizations.of(tx, block.organization());
        if (block.refunded().isPositive() || block.returned().isPositive()) {
            refundRest(tx, organization, block, ending);
            return;
        }
        Money asCredit = BlockStore.invoice(tx, block.claim()).isPresent() ? block.amount() : block.prepaid();
        BlockStore.release(tx, block.claim());
        credits.refund(tx, block, block.amount(), asCredit, ending, "The block was cancelled before it started.");
        ledger.post(
                tx,
                organization,
                "release",
                block.claim(),
                List.of(
                        debit(
                                Account.DEFERRED_REVENUE,
                                block.amount().minus(block.recognised()).minor()),
                        debit(Account.REVENUE_TRAINING, block.recognised().minor()),
                        credit(Account.UNBILLED, block.amount().minus(asCredit).minor()),
                        credit(Account.CREDITS, asCredit.minor())));
    }

    private void refundRest(Tx tx, Organization organization, Block block, Ending ending) {
        Money rest = block.worth(block.left()).min(block.kept().minus(block.recognised()));
        BlockStore.reduce(tx, block.claim(), new Block.Extent(block.start(), block.billableUntil(), 0), rest);
        credits.refund(tx, block, block.refunded().plus(rest), rest, ending, "The rest of the block was given back.");
        ledger.post(
                tx,
                organization,
                "refund",
                block.claim(),
                List.of(debit(Account.DEFERRED_REVENUE, rest.minor()), credit(Account.CREDITS, rest.minor())));
    }

    /**
     * Recognises what all blocks have earned by now: deferred revenue becomes revenue, one transaction for each
     * organization, so that nobody waits for the blocks of others; one that fails is logged and keeps no other from it.
     * For the worker; doing it twice moves nothing.
     *
     * @return how many blocks moved
     */
    public int recognise(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        int moved = 0;
        for (OrganizationId id : transactions.run(job, BlockStore::toRecognise)) {
            try {
                moved += transactions.run(job, tx -> recognise(tx, organizations.of(tx, id)));
            } catch (RuntimeException e) {
                LOG.error("What the blocks of {} have earned is not recognised", id, e);
            }
        }
        return moved;
    }

    private int recognise(Tx tx, Organization organization) {
        exposure.lock(tx, organization);
        long earned = 0;
        List<UUID> claims = new ArrayList<>();
        List<Long> recognised = new ArrayList<>();
        for (Block block : BlockStore.toRecognise(tx, organization.id())) {
            Money now = block.earnedBy(tx.now());
            long more = now.minus(block.recognised()).minor();
            if (more > 0) {
                claims.add(block.claim());
                recognised.add(now.minor());
                earned = Math.addExact(earned, more);
            }
        }
        BlockStore.recognise(tx, claims, recognised);
        ledger.post(
                tx,
                organization,
                "recognition",
                organization.id().value(),
                List.of(debit(Account.DEFERRED_REVENUE, earned), credit(Account.REVENUE_TRAINING, earned)));
        return claims.size();
    }

    /** The months with blocks that stand on no invoice, of all organizations; for invoicing. */
    public List<OpenMonth> openMonths(Tx tx) {
        return BlockStore.openMonths(tx);
    }

    /** The blocks of an organization that stand on no invoice and were charged by the end of a month; for invoicing. */
    public List<Block> toInvoice(Tx tx, OrganizationId organization, BillingMonth last) {
        return BlockStore.toInvoice(tx, organization, last);
    }

    /** Notes on which invoice blocks stand; for invoicing. */
    public void invoiced(Tx tx, UUID invoice, List<UUID> claims) {
        BlockStore.invoiced(tx, invoice, claims);
    }

    /** The blocks that stand on an invoice; for rating it again. */
    public List<Block> on(Tx tx, UUID invoice) {
        return BlockStore.on(tx, invoice);
    }

    /** The blocks of an organization that run at any time of a window; for charts. */
    public List<Block> running(Tx tx, OrganizationId organization, TimeWindow window) {
        return BlockStore.running(tx, organization, window);
    }
}
