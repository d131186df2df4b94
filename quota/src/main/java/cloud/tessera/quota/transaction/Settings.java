package cloud.tessera.quota.transaction;

import static cloud.tessera.quota.tables.Tables.PLATFORM_SETTING;

import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What the whole installation has to remember, by name; for operators and jobs. */
@Singleton
public final class Settings {
    private final Transactions transactions;

    public Settings(Transactions transactions) {
        this.transactions = transactions;
    }

    public Optional<String> get(Caller caller, String name) {
        caller.require(Permission.PLATFORM_VIEW);
        return transactions.run(
                caller,
                tx -> tx.sql()
                        .select(PLATFORM_SETTING.VALUE)
                        .from(PLATFORM_SETTING)
                        .where(PLATFORM_SETTING.NAME.eq(name))
                        .fetchOptional(PLATFORM_SETTING.VALUE));
    }

    public void put(Caller caller, String name, String value) {
        caller.require(Permission.PLATFORM_MANAGE);
        transactions.run(
                caller,
                tx -> tx.sql()
                        .insertInto(PLATFORM_SETTING)
                        .set(PLATFORM_SETTING.NAME, name)
                        .set(PLATFORM_SETTING.VALUE, value)
                        .onConflict(PLATFORM_SETTING.NAME)
                        .doUpdate()
                        .set(PLATFORM_SETTING.VALUE, value)
                        .execute());
    }
}
