package cloud.tessera.billing.charging;

import static cloud.tessera.billing.ledger.Ledger.Entry.credit;
import static cloud.tessera.billing.ledger.Ledger.Entry.debit;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.ledger.Account;
import cloud.tessera.billing.ledger.Ledger;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What customers may spend with us: paid in ahead, given, or owed for what we did not deliver. */
@Singleton
public final class Credits {
    private static final Logger LOG = LoggerFactory.getLogger(Credits.class);

    private final Transactions transactions;
    private final Organizations organizations;
    private final Exposure exposure;
    private final Ledger ledger;
    private final Audit audit;

    public Credits(
            Transactions transactions, Organizations organizations, Exposure exposure, Ledger ledger, Audit audit) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.exposure = exposure;
        this.ledger = ledger;
        this.audit = audit;
    }

    /**
     * Grants a credit, for operators. Refused: {@code invalid_amount} (not above zero, or in another currency than the
     * organization's), {@code amount_too_large} ({@link Money#MOST}), {@code invalid_kind} (only what was paid in, and
     * gifts, are granted by hand) and {@code invalid_expiry}. With an idempotency key of the caller it is granted once.
     *
     * @param kind {@code PREPAYMENT} where the customer has paid it, {@code PROMOTION} otherwise
     * @param expiresAt when what is left of it is lost; null: never
     */
    public Outcome<CreditGrant> grant(
            Caller operator,
            OrganizationId organization,
            Money amount,
            CreditGrant.Kind kind,
            String reason,
            @Nullable Instant expiresAt) {
        operator.require(Permission.PLATFORM_MANAGE);
        List<String> body = List.of(organization.text(), amount.text(), kind.text(), reason, String.valueOf(expiresAt));
        return transactions.once(
                operator,
                "credits.grant",
                body,
                tx -> grant(tx, organization, amount, kind, reason, expiresAt),
                grant -> grant.organization().text() + "/" + grant.id().text(),
                this::reload);
    }

    private CreditGrant grant(
            Tx tx,
            OrganizationId organization,
            Money amount,
            CreditGrant.Kind kind,
            String reason,
            @Nullable Instant expiresAt) {
        Organization owner = organizations.of(tx, organization);
        requireSensible(tx, owner, amount, kind, expiresAt);
        exposure.lock(tx, owner);
        CreditGrant grant = made(tx, organization, kind, null, amount, reason, expiresAt);
        CreditStore.insert(tx, grant);
        Account paidBy = kind == CreditGrant.Kind.PREPAYMENT ? Account.CASH_MANUAL : Account.CREDITS_GRANTED;
        postGrant(tx, owner, grant, paidBy);
        audit.record(
                tx,
                organization,
                "credit.granted",
                grant.id().text(),
                null,
                Map.of("kind", kind.text(), "amount", amount.text(), "reason", reason));
        return grant;
    }

    /**
     * Credits the seconds of a claim's blocks that we did not deliver: what is left of them cost x seconds / their
     * seconds, half-up and at most what they cost. Once per claim: whoever knows of several stretches adds them up first. A claim that
     * was never charged, or was given back, is left alone.
     */
    public void notDelivered(Tx tx, UUID claim, long seconds, String reason) {
        tx.asPlatform(() -> {
            List<Block> all = lock(tx, claim).stream()
                    .filter(block -> !block.isReleased() && !block.left().isEmpty())
                    .toList();
            return !all.isEmpty() && notDelivered(tx, claim, all, seconds, reason);
        });
    }

    /**
     * Locks the blocks of a claim to change them: their payer first, as everywhere, and then the blocks as they are by
     * then, the first that was sold first. Empty for a claim that was never charged. Called as the platform.
     */
    List<Block> lock(Tx tx, UUID claim) {
        return BlockStore.organizations(tx, List.of(claim)).stream()
                .findFirst()
                .map(id -> {
                    exposure.lock(tx, organizations.of(tx, id));
                    return BlockStore.lock(tx, claim);
                })
                .orElse(List.of());
    }

    private boolean notDelivered(Tx tx, UUID claim, List<Block> all, long seconds, String reason) {
        OrganizationId organization = all.getFirst().organization();
        long sold = all.stream().mapToLong(block -> block.left().seconds()).sum();
        Money worth = all.stream()
                .map(block -> block.worth(block.left()))
                .reduce(Money::plus)
                .orElseThrow();
        long counted = Math.min(seconds, sold);
        Money amount = counted <= 0 ? Money.zero(worth.currency()) : Rating.share(worth, counted, sold);
        if (!amount.isPositive()) {
            return false;
        }
        Organization owner = organizations.of(tx, organization);
        CreditGrant grant = made(tx, organization, CreditGrant.Kind.NOT_DELIVERED, claim, amount, reason, null);
        if (!CreditStore.insert(tx, grant)) {
            return false;
        }
        postGrant(tx, owner, grant, Account.CREDITS_GRANTED);
        return true;
    }

    /** Credits what came of something that its owner had returned; the caller holds the payer and posts to the ledger. */
    void resold(Tx tx, OrganizationId organization, UUID claim, Money amount, String reason) {
        if (amount.isPositive()) {
            CreditStore.insert(tx, made(tx, organization, CreditGrant.Kind.RESALE, claim, amount, reason, null));
        }
    }

    /**
     * Gives back, as credit, what was paid or invoiced for what a customer does not get of a block. What its customer
     * cancels and credits had paid goes back to those credits, so that it expires when they do, or is lost where they have
     * expired. The rest, and all of it where we failed, is a credit that does not expire. Its caller posts to the ledger.
     *
     * @param released what is not owed of the block any more, with all that was refunded before
     * @param amount what is given back now
     */
    void refund(Tx tx, Block block, Money released, Money amount, Ending ending, String reason) {
        Money paid = switch (ending) {
            case CANCELLED -> amount.minus(giveBack(tx, block, released, amount));
            case FAILED -> amount;
        };
        if (paid.isPositive()) {
            CreditGrant.Kind kind = CreditGrant.Kind.REFUND;
            CreditStore.insert(tx, made(tx, block.organization(), kind, block.soldFor(), paid, reason, null));
        }
    }

    /** Refunds a part that a customer gives up; the block is as it was before. */
    void refundPart(Tx tx, Block block, Money amount) {
        Money released = block.refunded().plus(amount);
        refund(tx, block, released, amount, Ending.CANCELLED, "A part of the block was given up.");
    }

    private static Money giveBack(Tx tx, Block block, Money given, Money most) {
        Money atOnce = giveBack(tx, block.claim(), given, most);
        return BlockStore.invoice(tx, block.claim())
                .map(invoice -> {
                    var released = new Money(BlockStore.releasedOn(tx, invoice), most.currency());
                    return atOnce.plus(giveBack(tx, invoice, released, most.minus(atOnce)));
                })
                .orElse(atOnce);
    }

    /**
     * Gives credits back what they paid of a block or an invoice beyond what is left of it: they pay what is kept as long
     * as there is so much of it. What expires last is given back first, because it was spent last.
     *
     * @param released how much of the block or the invoice is not owed any more
     * @return how much was given back, at most so much
     */
    private static Money giveBack(Tx tx, UUID subject, Money released, Money most) {
        List<CreditStore.Spent> spent = CreditStore.spentOn(tx, subject, most.currency());
        Money zero = Money.zero(most.currency());
        Money paying = spent.stream().map(CreditStore.Spent::amount).reduce(zero, Money::plus);
        Money kept = spent.stream()
                .findFirst()
                .map(each -> each.owed().minus(released))
                .filter(Money::isPositive)
                .orElse(zero);
        Money back = paying.minus(kept).min(most);
        Money left = back;
        for (CreditStore.Spent each : spent) {
            Money part = left.min(each.amount());
            if (part.isPositive()) {
                CreditStore.giveBack(tx, subject, each.grant(), part);
                left = left.minus(part);
            }
        }
        return back.isPositive() ? back : zero;
    }

    /**
     * Spends credit up to an amount, what expires first first, and returns how much there was. The caller holds the lock
     * on the payer and posts the other side to the ledger.
     *
     * @param subject the claim of the block, or the invoice, that it pays
     * @param owed what it pays some of
     */
    public Money spend(Tx tx, Organization organization, Money most, UUID subject, Money owed) {
        Money left = most;
        if (most.isPositive()) {
            for (CreditGrant grant : CreditStore.spendable(tx, organization.id())) {
                Money part = left.min(grant.left());
                if (part.isPositive()) {
                    CreditStore.spend(tx, grant, part, subject, owed);
                    left = left.minus(part);
                }
            }
        }
        return most.minus(left);
    }

    /** What an organization can spend now, inside a transaction of another room. */
    public Money available(Tx tx, Organization organization) {
        return CreditStore.left(CreditStore.spendable(tx, organization.id()), organization.currency());
    }

    /** What can be spent now, for those who may see costs. */
    public Money balance(Caller caller, OrganizationId organization) {
        caller.require(Permission.VIEW_COSTS);
        return transactions.run(caller, tx -> available(tx, organizations.of(tx, organization)));
    }

    /** All credits, newest first, for those who may see costs. */
    public List<CreditGrant> list(Caller caller, OrganizationId organization) {
        caller.require(Permission.VIEW_COSTS);
        return transactions.run(caller, tx -> {
            organizations.of(tx, organization);
            return CreditStore.of(tx, organization);
        });
    }

    /**
     * Takes back what has expired, so that the ledger shows what can still be spent; one transaction for each credit, so
     * that no payer waits for another; one that fails is logged and keeps no other from it. For the worker.
     *
     * @return how many credits did
     */
    public int expire(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        int count = 0;
        for (CreditGrant expired : transactions.run(job, CreditStore::expired)) {
            try {
                count += transactions.run(job, tx -> expire(tx, expired)) ? 1 : 0;
            } catch (RuntimeException e) {
                LOG.error("The credit {} has expired and is not taken back", expired.id(), e);
            }
        }
        return count;
    }

    private boolean expire(Tx tx, CreditGrant expired) {
        Organization owner = organizations.of(tx, expired.organization());
        exposure.lock(tx, owner);
        return CreditStore.lock(tx, expired.id())
                .map(grant -> expire(tx, owner, grant))
                .isPresent();
    }

    private boolean expire(Tx tx, Organization owner, CreditGrant grant) {
        long minor = grant.left().minor();
        CreditStore.expire(tx, grant.id());
        ledger.post(
                tx,
                owner,
                "credit_expired",
                grant.id().value(),
                List.of(debit(Account.CREDITS, minor), credit(Account.CREDITS_GRANTED, minor)));
        return true;
    }

    private void postGrant(Tx tx, Organization owner, CreditGrant grant, Account paidBy) {
        long minor = grant.amount().minor();
        ledger.post(
                tx, owner, "credit", grant.id().value(), List.of(debit(paidBy, minor), credit(Account.CREDITS, minor)));
    }

    private CreditGrant reload(Tx tx, String reference) {
        String[] parts = reference.split("/", 2);
        return CreditStore.of(tx, OrganizationId.of(parts[0])).stream()
                .filter(grant -> grant.id().text().equals(parts[1]))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("credit").asException());
    }

    private static CreditGrant made(
            Tx tx,
            OrganizationId organization,
            CreditGrant.Kind kind,
            @Nullable UUID claim,
            Money amount,
            String reason,
            @Nullable Instant expiresAt) {
        var id = new CreditGrantId(tx.newId());
        return new CreditGrant(id, organization, kind, claim, amount, amount, reason, tx.now(), expiresAt);
    }

    private static void requireSensible(
            Tx tx, Organization owner, Money amount, CreditGrant.Kind kind, @Nullable Instant expiresAt) {
        if (!amount.currency().equals(owner.currency()) || !amount.isPositive()) {
            throw Refusal.invalid(
                            "invalid_amount", "A credit is an amount above zero in " + owner.currency() + ".", "amount")
                    .asException();
        }
        amount.requireAtMost("amount");
        if (kind != CreditGrant.Kind.PREPAYMENT && kind != CreditGrant.Kind.PROMOTION) {
            throw Refusal.invalid("invalid_kind", "Only prepayments and promotions are granted by hand.", "kind")
                    .asException();
        }
        if (expiresAt != null && !expiresAt.isAfter(tx.now())) {
            throw Refusal.invalid("invalid_expiry", "A credit must expire in the future.", "expires_at")
                    .asException();
        }
    }
}
