package cloud.tessera.ops.demo;

import cloud.tessera.inventory.geometry.Shape;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that a customer of the demo wants at a time. */
sealed interface Wish {
    Instant at();

    Tenant tenant();

    /** Which of the tenant's projects, from 0. */
    int project();

    Shape shape();

    /** Where; null for anywhere. */
    @Nullable
    String site();

    String name();

    /**
     * A training run.
     *
     * @param lead from the next whole hour after the wish to the start
     * @param fate what the customer does with the offer
     * @param think how long the customer thinks about the hold
     */
    record Train(
            Instant at,
            Tenant tenant,
            int project,
            Shape shape,
            @Nullable String site,
            String name,
            Duration lead,
            Duration length,
            Fate fate,
            Duration think)
            implements Wish {}

    /**
     * A service.
     *
     * @param life until it is released; null for one that goes on
     */
    record Serve(
            Instant at,
            Tenant tenant,
            int project,
            Shape shape,
            @Nullable String site,
            String name,
            @Nullable Duration life)
            implements Wish {}

    /** What becomes of an offer by its customer's doing. */
    enum Fate {
        CONFIRMED,
        /** The offer is looked at and nothing more. */
        LEFT,
        /** It is held and forgotten. */
        EXPIRED,
        /** It is bought and given back before it starts. */
        CANCELLED
    }
}
