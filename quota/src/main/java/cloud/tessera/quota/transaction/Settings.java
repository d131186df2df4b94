package cloud.tessera.quota.transaction;

import cloud.tessera.quota.term.Caller;
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
        throw new IllegalStateException("under construction");
    }

    public void put(Caller caller, String name, String value) {
        throw new IllegalStateException("under construction");
    }
}
