package cloud.tessera.billing.ledger;

import static cloud.tessera.billing.tables.Tables.LEDGER_BALANCE;
import static cloud.tessera.billing.tables.Tables.LEDGER_ENTRY;
import static cloud.tessera.billing.tables.Tables.LEDGER_TRANSACTION;

import cloud.tessera.billing.money.Money;
import cloud.tessera.quota.tenant.Organization;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.transaction.Tx;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.impl.DSL;

/** The ledger in the database. */
final class LedgerStore {
    private LedgerStore() {}

    /** Inserts a transaction with its entries and moves the balances with them. Returns how many entries it has. */
    static int insert(Tx tx, Organization organization, String kind, UUID subject, Map<Account, Long> moved) {
        UUID id = tx.newId();
        tx.sql()
                .insertInto(LEDGER_TRANSACTION)
                .set(LEDGER_TRANSACTION.ID, id)
                .set(LEDGER_TRANSACTION.AT, tx.timestamp())
                .set(LEDGER_TRANSACTION.ORGANIZATION_ID, organization.id().value())
                .set(LEDGER_TRANSACTION.KIND, kind)
                .set(LEDGER_TRANSACTION.SUBJECT, subject)
                .execute();
        insertEntries(tx, id, organization, moved);
        moveBalances(tx, organization, moved);
        return moved.size();
    }

    private static void insertEntries(Tx tx, UUID id, Organization organization, Map<Account, Long> moved) {
        String currency = organization.currency().getCurrencyCode();
        var rows = tx.sql()
                .insertInto(
                        LEDGER_ENTRY,
                        LEDGER_ENTRY.TRANSACTION_ID,
                        LEDGER_ENTRY.LINE,
                        LEDGER_ENTRY.ORGANIZATION_ID,
                        LEDGER_ENTRY.ACCOUNT,
                        LEDGER_ENTRY.CURRENCY,
                        LEDGER_ENTRY.AMOUNT_MINOR);
        int line = 0;
        for (var entry : moved.entrySet()) {
            String account = entry.getKey().text();
            rows = rows.values(id, ++line, organization.id().value(), account, currency, entry.getValue());
        }
        rows.execute();
    }

    /** Accounts come in one order, so that two transactions lock the rows of the balances in the same one. */
    private static void moveBalances(Tx tx, Organization organization, Map<Account, Long> moved) {
        String currency = organization.currency().getCurrencyCode();
        UUID payer = organization.payer().value();
        var rows = tx.sql()
                .insertInto(
                        LEDGER_BALANCE,
                        LEDGER_BALANCE.ORGANIZATION_ID,
                        LEDGER_BALANCE.ACCOUNT,
                        LEDGER_BALANCE.CURRENCY,
                        LEDGER_BALANCE.PAYER_ID,
                        LEDGER_BALANCE.BALANCE_MINOR);
        for (var entry : moved.entrySet()) {
            String account = entry.getKey().text();
            rows = rows.values(organization.id().value(), account, currency, payer, entry.getValue());
        }
        rows.onConflict(LEDGER_BALANCE.ORGANIZATION_ID, LEDGER_BALANCE.ACCOUNT, LEDGER_BALANCE.CURRENCY)
                .doUpdate()
                .set(
                        LEDGER_BALANCE.BALANCE_MINOR,
                        LEDGER_BALANCE.BALANCE_MINOR.plus(DSL.excluded(LEDGER_BALANCE.BALANCE_MINOR)))
                .execute();
    }

    static Map<Account, Long> ofPayer(Tx tx, OrganizationId payer) {
        return tx.sql()
                .select(LEDGER_BALANCE.ACCOUNT, DSL.sum(LEDGER_BALANCE.BALANCE_MINOR))
                .from(LEDGER_BALANCE)
                .where(LEDGER_BALANCE.PAYER_ID.eq(payer.value()))
                .groupBy(LEDGER_BALANCE.ACCOUNT)
                .fetchMap(row -> Account.of(row.value1()), row -> row.value2().longValueExact());
    }

    static List<AccountBalance> of(Tx tx, OrganizationId organization) {
        return tx.sql()
                .selectFrom(LEDGER_BALANCE)
                .where(LEDGER_BALANCE.ORGANIZATION_ID.eq(organization.value()))
                .orderBy(LEDGER_BALANCE.ACCOUNT, LEDGER_BALANCE.CURRENCY)
                .fetch(row -> new AccountBalance(
                        Account.of(row.getAccount()),
                        new Money(row.getBalanceMinor(), Currency.getInstance(row.getCurrency()))));
    }
}
