package cloud.tessera.billing.ledger;

import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the ledger. A transaction is a set of entries that add up to zero; it is written as the platform inside the
 * transaction that makes it true, and nothing in it can be changed or deleted afterwards. That it balances is checked by
 * the database when the transaction commits.
 */
@Singleton
public final class Ledger {

    /**
     * One side of a movement.
     *
     * @param minor minor units in the organization's currency; a debit is above zero, a credit below
     */
    public record Entry(Account account, long minor) {
        public static Entry debit(Account account, long minor) {
            return new Entry(account, minor);
        }

        public static Entry credit(Account account, long minor) {
            return new Entry(account, Math.negateExact(minor));
        }
    }

    /**
     * Posts a movement; entries of the same account are added up and zeros left out. Nothing is posted where nothing
     * moves.
     *
     * @param kind what happened, such as {@code charge} or {@code payment}
     * @param subject the claim, invoice, credit or organization that it is about
     */
    public void post(Tx tx, Organization organization, String kind, UUID subject, List<Entry> entries) {
        Map<Account, Long> moved = new EnumMap<>(Account.class);
        for (Entry entry : entries) {
            moved.merge(entry.account(), entry.minor(), Math::addExact);
        }
        moved.values().removeIf(minor -> minor == 0);
        if (!moved.isEmpty()) {
            tx.asPlatform(() -> LedgerStore.insert(tx, organization, kind, subject, moved));
        }
    }

    /** What stands in the accounts of all organizations with one payer, in minor units; zero where nothing is named. */
    public Map<Account, Long> ofPayer(Tx tx, OrganizationId payer) {
        return tx.asPlatform(() -> LedgerStore.ofPayer(tx, payer));
    }
}
