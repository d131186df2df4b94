package cloud.tessera.billing.charging;

import static cloud.tessera.billing.ledger.Ledger.Entry.credit;
import static cloud.tessera.billing.ledger.Ledger.Entry.debit;

import cloud.tessera.billing.ledger.Account;
import cloud.tessera.billing.ledger.Ledger;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What becomes of sold blocks when their customer gives some of them up. A block of which everything is refunded before
 * it starts is given back whole and never stands on an invoice; of any other the refund is a credit, and the block stays
 * on its invoice as it was sold.
 */
@Singleton
public final class BlockChanges {
    private static final int PERCENT = 100;

    private final Organizations organizations;
    private final Blocks blocks;
    private final Credits credits;
    private final Ledger ledger;

    /** What becomes of one block. */
    record Change(Block block, Block.Extent left, Money worth, Money refund) {
        boolean givesUpAnything() {
            return !left.equals(block.left());
        }

        /** Whether it is as if it had never been sold. */
        boolean wholly() {
            return left.isEmpty() && refund.equals(block.amount());
        }
    }

    public BlockChanges(Organizations organizations, Blocks blocks, Credits credits, Ledger ledger) {
        this.organizations = organizations;
        this.blocks = blocks;
        this.credits = credits;
        this.ledger = ledger;
    }

    /** What keeping no more than this of a claim's blocks would come to; see {@link #reduce}. */
    public Reduced preview(Tx tx, UUID claim, Block.Extent kept, int percent) {
        return tx.asPlatform(() -> sum(changes(BlockStore.of(tx, claim), kept, percent, tx.now())));
    }

    /**
     * Gives up what lies outside of an extent, and refunds a share of what it had cost. What has run already is never
     * given up: it is for the caller to keep it.
     *
     * @param kept what the customer keeps, as units over the time that is charged
     * @param percent 0 to 100
     */
    public Reduced reduce(Tx tx, UUID claim, Block.Extent kept, int percent) {
        return tx.asPlatform(() -> {
            List<Change> changes = changes(credits.lock(tx, claim), kept, percent, tx.now());
            changes.stream().filter(Change::givesUpAnything).forEach(change -> apply(tx, change));
            return sum(changes);
        });
    }

    static List<Change> changes(List<Block> of, Block.Extent kept, int percent, Instant now) {
        List<Change> changes = new ArrayList<>();
        for (Block block : of) {
            if (block.isReleased() || block.stoppedAt() != null || block.left().isEmpty()) {
                continue;
            }
            Block.Extent left = block.left().within(kept);
            Money worth = block.worth(block.left()).minus(block.worth(left));
            Money unearned =
                    block.kept().minus(block.earnedBy(now)).min(block.kept().minus(block.recognised()));
            changes.add(new Change(
                    block, left, worth, Rating.share(worth, percent, PERCENT).min(unearned)));
        }
        return changes;
    }

    static Reduced sum(List<Change> changes) {
        if (changes.isEmpty()) {
            throw new IllegalStateException("A claim without a block has nothing to give up");
        }
        return new Reduced(
                changes.stream().map(Change::worth).reduce(Money::plus).orElseThrow(),
                changes.stream().map(Change::refund).reduce(Money::plus).orElseThrow());
    }

    private void apply(Tx tx, Change change) {
        Block block = change.block();
        if (change.wholly()) {
            blocks.release(tx, block, Ending.CANCELLED);
            return;
        }
        BlockStore.reduce(tx, block.claim(), change.left(), change.refund());
        credits.refundPart(tx, block, change.refund());
        ledger.post(
                tx,
                organizations.of(tx, block.organization()),
                "refund",
                block.claim(),
                List.of(
                        debit(Account.DEFERRED_REVENUE, change.refund().minor()),
                        credit(Account.CREDITS, change.refund().minor())));
    }
}
