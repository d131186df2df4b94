package cloud.tessera.billing.charging;

import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** Sold blocks. */
@Singleton
public final class Blocks {

    /** Charges a block at confirmation: on approved terms it is owed and stands on the month's invoice, prepaid it is paid from credits at once. The commitment of the claim ends. Once per claim. Refused: credit_insufficient. */
    public void charge(Tx tx, UUID claim, QuoteId quote) {
        throw new IllegalStateException("under construction");
    }

    /** Ends a block early; see {@link Ending} for what comes of the money. Once per claim; a claim without a charge is left alone. */
    public void stop(Tx tx, UUID claim, Instant at, Ending ending) {
        throw new IllegalStateException("under construction");
    }

    /** Recognises the revenue of all blocks up to now. The value is how many blocks moved. */
    public int recognise(Caller job) {
        throw new IllegalStateException("under construction");
    }
}
