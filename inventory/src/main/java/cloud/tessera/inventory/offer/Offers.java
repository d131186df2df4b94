package cloud.tessera.inventory.offer;

import cloud.tessera.billing.pricing.QuoteId;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import jakarta.inject.Singleton;

/** Offers: a binding price with a placement that was found and is not held. */
@Singleton
public class Offers {
    /**
     * Finds a placement and prices it. Refused as {@code capacity_exhausted} with what would fit instead, {@code
     * invalid_window}, {@code invalid_shape}, {@code unknown_model} or {@code no_price}.
     */
    public Outcome<Offer> ask(Caller caller, AskOffer ask) {
        throw new IllegalStateException("under construction");
    }

    /** An offer of the caller's organization, also one that no longer binds. */
    public Offer get(Caller caller, QuoteId quote) {
        throw new IllegalStateException("under construction");
    }
}
