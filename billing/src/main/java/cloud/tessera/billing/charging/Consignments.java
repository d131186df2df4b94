package cloud.tessera.billing.charging;

import static cloud.tessera.billing.ledger.Ledger.Entry.credit;
import static cloud.tessera.billing.ledger.Ledger.Entry.debit;

import cloud.tessera.billing.budget.Exposure;
import cloud.tessera.billing.ledger.Account;
import cloud.tessera.billing.ledger.Ledger;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What customers have returned of their blocks. Its worth, which they were charged, leaves the blocks and stays deferred
 * revenue until it is settled, part by part: of what was sold again the proceeds become credit, never more than the worth
 * of that part and less a fee; the rest, and the worth of what was not sold until its time had passed, is revenue.
 */
@Singleton
public final class Consignments {
    private static final int PERCENT = 100;

    private final Organizations organizations;
    private final Exposure exposure;
    private final Credits credits;
    private final Ledger ledger;

    /**
     * A consignment as it stands.
     *
     * @param claim whose blocks it was a part of
     * @param worth what had been charged for it
     * @param parts equal parts
     * @param feePercent of what they are sold for
     * @param settledParts how many of them are settled
     * @param settled of the worth
     * @param credited what came back to the customer
     */
    public record Consignment(
            UUID id,
            UUID claim,
            Organization owner,
            Money worth,
            long parts,
            int feePercent,
            long settledParts,
            Money settled,
            Money credited) {
        /** What so many of the next parts cost: rounded from the start on each time, so that all add up to the worth. */
        Money worthOfNext(long count) {
            return Rating.share(worth, Math.addExact(settledParts, count), parts)
                    .minus(settled);
        }
    }

    /**
     * How far a consignment is settled.
     *
     * @param over whether all of it is
     * @param credited what came back to the customer
     */
    public record Standing(boolean over, Money credited) {}

    /** What came of a part that was sold again. */
    public record Proceeds(Money counted, Money fee, Money credited) {}

    public Consignments(Organizations organizations, Exposure exposure, Credits credits, Ledger ledger) {
        this.organizations = organizations;
        this.exposure = exposure;
        this.credits = credits;
        this.ledger = ledger;
    }

    /** What was charged for what lies outside of an extent, and is not earned yet. */
    public Money preview(Tx tx, UUID claim, Block.Extent kept) {
        return tx.asPlatform(
                () -> BlockChanges.sum(BlockChanges.changes(BlockStore.of(tx, claim), kept, PERCENT, tx.now()))
                        .refund());
    }

    /**
     * Takes what lies outside of an extent out of a claim's blocks, and returns its worth.
     *
     * @param id of the return
     * @param parts into how many equal parts it falls
     * @param feePercent 0 to 100, of what it is sold for
     */
    public Money open(Tx tx, UUID id, UUID claim, Block.Extent kept, long parts, int feePercent) {
        return tx.asPlatform(() -> {
            List<BlockChanges.Change> changes = BlockChanges.changes(credits.lock(tx, claim), kept, PERCENT, tx.now());
            Money worth = BlockChanges.sum(changes).refund();
            ConsignmentStore.insert(tx, id, claim, changes.getFirst().block().organization(), worth, parts, feePercent);
            for (BlockChanges.Change change : changes) {
                if (change.givesUpAnything()) {
                    BlockStore.consign(tx, change.block().claim(), change.left(), change.refund());
                    ConsignmentStore.insert(tx, id, change.block(), change.refund());
                }
            }
            return worth;
        });
    }

    /** Puts everything back into the blocks from which it came. Nothing of it may be settled. */
    public void withdraw(Tx tx, UUID id) {
        tx.asPlatform(() -> {
            Consignment consignment = lock(tx, id);
            ConsignmentStore.withdraw(tx, id);
            for (ConsignmentStore.From from :
                    ConsignmentStore.blocks(tx, id, consignment.worth().currency())) {
                BlockStore.consign(tx, from.block(), from.left(), from.worth().negated());
            }
            return true;
        });
    }

    /** Locks a consignment, its payer first, before other rooms lock what they know of it. */
    public Consignment lock(Tx tx, UUID id) {
        return tx.asPlatform(() -> {
            Organization owner = organizations.of(tx, ConsignmentStore.organization(tx, id));
            exposure.lock(tx, owner);
            return ConsignmentStore.lock(tx, id, owner);
        });
    }

    /** The time of some parts has passed and nobody bought them: their worth is earned. */
    public void lapse(Tx tx, UUID id, long parts) {
        tx.asPlatform(() -> {
            Consignment consignment = lock(tx, id);
            Money worth = consignment.worthOfNext(parts);
            settle(tx, consignment, parts, worth, Money.zero(worth.currency()));
            return true;
        });
    }

    /**
     * Some parts were sold again and have run: credits the proceeds, at most the parts' worth, less a fee. The rest of
     * their worth is earned.
     */
    public Proceeds sold(Tx tx, UUID id, long parts, Money proceeds, String reason) {
        return tx.asPlatform(() -> {
            Consignment consignment = lock(tx, id);
            Money worth = consignment.worthOfNext(parts);
            Money counted = proceeds.min(worth);
            Money fee = Rating.share(counted, consignment.feePercent(), PERCENT);
            Money back = counted.minus(fee);
            settle(tx, consignment, parts, worth, back);
            credits.resold(tx, consignment.owner().id(), consignment.claim(), back, reason);
            return new Proceeds(counted, fee, back);
        });
    }

    private void settle(Tx tx, Consignment consignment, long parts, Money worth, Money back) {
        ConsignmentStore.settle(tx, consignment.id(), parts, worth, back);
        ledger.post(
                tx,
                consignment.owner(),
                back.isPositive() ? "resale" : "lapse",
                consignment.id(),
                List.of(
                        debit(Account.DEFERRED_REVENUE, worth.minor()),
                        credit(Account.CREDITS, back.minor()),
                        credit(Account.REVENUE_TRAINING, worth.minus(back).minor())));
    }

    /** How far consignments are settled, for other rooms that have found their ids in their own rows. */
    public Map<UUID, Standing> standing(Tx tx, Collection<UUID> ids) {
        return ids.isEmpty() ? Map.of() : ConsignmentStore.standing(tx, ids);
    }
}
