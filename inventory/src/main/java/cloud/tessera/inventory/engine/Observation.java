package cloud.tessera.inventory.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a task is, as its engine sees it. */
public sealed interface Observation {
    /**
     * On its way.
     *
     * @param lookAgain when something may have changed; null for the usual interval
     */
    record Starting(@Nullable Instant lookAgain) implements Observation {}

    /**
     * The platform's health check has passed and access works.
     *
     * @param at since when
     * @param address where its owner reaches it
     * @param token what lets its owner in
     * @param lookAgain when something may have changed; null if only the platform itself will change it
     */
    record Ready(
            Instant at,
            String address,
            String token,
            @Nullable Instant lookAgain) implements Observation {}

    /**
     * It does not run and will not by itself.
     *
     * @param at since when
     * @param reason in words, for the customer
     * @param ours whether the platform or its hardware failed; false where the customer's own image did
     */
    record Failed(Instant at, String reason, boolean ours) implements Observation {}

    /** The engine knows nothing of it: never started, or stopped. */
    record Gone() implements Observation {}
}
