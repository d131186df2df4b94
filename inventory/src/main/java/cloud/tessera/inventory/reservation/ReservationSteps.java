package cloud.tessera.inventory.reservation;

import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the life cycle reads and writes of reservations, many at a time. */
public final class ReservationSteps {
    private ReservationSteps() {}

    /**
     * A reservation that is not over.
     *
     * @param confirmedAt when it was bought; null before
     */
    public record Due(
            Reservation reservation,
            Delivery delivery,
            @Nullable Instant confirmedAt) {}

    /**
     * A step, which is taken only from the state and version that it names.
     *
     * @param dueAt when the life cycle must look at it next; null if and only if it is over
     */
    public record Step(
            Reservation before,
            ReservationState after,
            @Nullable Instant dueAt,
            Delivery delivery,
            boolean degraded) {}

    /** What is due now, the most urgent first. What takes an engine waits until the link of its site is up. */
    public static List<Due> due(Tx tx, int most) {
        return StepStore.due(tx, most);
    }

    /** When something is due next. */
    public static Optional<Instant> nextDue(Tx tx) {
        return StepStore.nextDue(tx);
    }

    /** Those of the claims that are reservations and not over, locked. */
    public static List<Due> of(Tx tx, Collection<UUID> claims) {
        return claims.isEmpty() ? List.of() : StepStore.of(tx, claims);
    }

    /** Takes steps; false at those whose reservation has changed in between. */
    public static boolean[] advance(Tx tx, List<Step> steps) {
        return steps.isEmpty() ? new boolean[0] : StepStore.advance(tx, steps);
    }

    /** Looks at them later. */
    public static void postpone(Tx tx, Collection<UUID> claims, Instant until) {
        if (!claims.isEmpty()) {
            StepStore.postpone(tx, claims, until);
        }
    }

    /** Makes all that run due now, and says how many. */
    public static int lookAtAll(Tx tx) {
        return StepStore.lookAtAll(tx);
    }
}
