package cloud.tessera.billing.metering;

import cloud.tessera.quota.term.Caller;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Takes readings, each once. */
@Singleton
public final class Metering {

    /** Takes readings; those known already change nothing. Thousands in one call are welcome. */
    public Taken take(Caller job, List<Reading> readings) {
        throw new IllegalStateException("under construction");
    }

    /** The readings of a claim, oldest first, as they were split. */
    public List<Reading> of(Caller caller, UUID claim) {
        throw new IllegalStateException("under construction");
    }

    /** Hands every reading of all organizations to a consumer, oldest first, without keeping them in memory. */
    public void export(Caller operator, Consumer<Reading> consumer) {
        throw new IllegalStateException("under construction");
    }
}
