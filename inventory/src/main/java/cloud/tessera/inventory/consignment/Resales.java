package cloud.tessera.inventory.consignment;

import cloud.tessera.billing.charging.Consignments;
import cloud.tessera.billing.money.Money;
import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.billing.rating.Rating;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles returned hours that have passed. What nobody bought is earned; what one purchase took of a return is credited to
 * who returned it once the last of its hours has passed, because until then its buyer may give it up.
 */
@Singleton
public final class Resales {
    private static final Logger LOG = LoggerFactory.getLogger(Resales.class);
    private static final int MOST = 500;

    private final Transactions transactions;
    private final Quotes quotes;
    private final Consignments consignments;

    public Resales(Transactions transactions, Quotes quotes, Consignments consignments) {
        this.transactions = transactions;
        this.quotes = quotes;
        this.consignments = consignments;
    }

    /**
     * One transaction for each return; one that fails is logged and keeps no other from it. For a job; doing it twice
     * settles nothing twice.
     *
     * @return how many returns had something to settle
     */
    public int settle(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        int count = 0;
        for (UUID due : transactions.run(job, tx -> ReturnedHourStore.due(tx, MOST))) {
            try {
                count += transactions.run(job, tx -> settle(tx, due)) ? 1 : 0;
            } catch (RuntimeException e) {
                LOG.error("What has passed of the return {} is not settled", due, e);
            }
        }
        return count;
    }

    private boolean settle(Tx tx, UUID of) {
        consignments.lock(tx, of);
        long unsold = ReturnedHourStore.lapse(tx, of);
        List<ReturnedHourStore.Group> sold = ReturnedHourStore.settle(tx, of);
        sold.forEach(group -> credit(tx, group));
        if (unsold > 0) {
            consignments.lapse(tx, of, unsold);
        }
        return unsold > 0 || !sold.isEmpty();
    }

    private void credit(Tx tx, ReturnedHourStore.Group group) {
        Quote quote = quotes.of(tx, group.quote());
        long seconds =
                Duration.between(quote.window().start(), quote.billableUntil()).toSeconds();
        Money proceeds =
                Rating.share(quote.amount(), group.unitSeconds(), Math.multiplyExact(quote.quantity(), seconds));
        consignments.sold(tx, group.of(), group.unitHours(), proceeds, "Returned hours were sold again.");
    }
}
