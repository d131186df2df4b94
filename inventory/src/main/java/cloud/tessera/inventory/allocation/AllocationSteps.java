package cloud.tessera.inventory.allocation;

import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the life cycle reads and writes of allocations, many at a time. */
public final class AllocationSteps {
    private AllocationSteps() {}

    /**
     * A step, which is taken only from the state and version that it names.
     *
     * @param dueAt when the life cycle must look at it next; null if and only if it is over
     * @param preemptAt when it gives way to others; null where nobody stands behind it
     * @param place who holds the tiles that it moves to; null where it does not move
     */
    public record Step(
            Allocation before,
            AllocationState after,
            @Nullable Instant dueAt,
            @Nullable Instant preemptAt,
            @Nullable UUID place) {
        /** It gives way when it did before, and holds a place beside its own only where it moves. */
        public Step(Allocation before, AllocationState after, @Nullable Instant dueAt) {
            this(before, after, dueAt, before.preemptAt(), null);
        }

        public Step givingWay(@Nullable Instant at) {
            return new Step(before, after, dueAt, at, place);
        }

        public Step movingTo(@Nullable UUID other) {
            return new Step(before, after, dueAt, preemptAt, other);
        }
    }

    /** What is due now, the most urgent first. What takes an engine waits until the link of its site is up. */
    public static List<Allocation> due(Tx tx, int most) {
        return AllocationStore.due(tx, most);
    }

    /** When something is due next. */
    public static Optional<Instant> nextDue(Tx tx) {
        return AllocationStore.nextDue(tx);
    }

    /** Those of the claims that are allocations and not over, locked. */
    public static List<Allocation> of(Tx tx, Collection<UUID> claims) {
        return claims.isEmpty() ? List.of() : AllocationStore.of(tx, claims);
    }

    /** Those of the claims that are allocations and not over, oldest first; not locked. */
    public static List<Allocation> notOver(Tx tx, Collection<UUID> claims) {
        return claims.isEmpty() ? List.of() : AllocationStore.notOver(tx, claims);
    }

    /** How many of the claims have failed since an instant. */
    public static int failedSince(Tx tx, Collection<UUID> claims, Instant since) {
        return claims.isEmpty() ? 0 : AllocationStore.failedSince(tx, claims, since);
    }

    /** Takes steps; false at those whose allocation has changed in between. */
    public static boolean[] advance(Tx tx, List<Step> steps) {
        return steps.isEmpty() ? new boolean[0] : AllocationStore.advance(tx, steps);
    }

    /** Looks at them later. */
    public static void postpone(Tx tx, Collection<UUID> claims, Instant until) {
        if (!claims.isEmpty()) {
            AllocationStore.postpone(tx, claims, until);
        }
    }

    /** When the owners of those claims that are allocations asked for their release; those that did not are left out. */
    public static Map<UUID, Instant> released(Tx tx, Collection<UUID> claims) {
        return claims.isEmpty() ? Map.of() : AllocationStore.released(tx, claims);
    }

    /** When those of the claims that were told so give way; the others are left out. */
    public static Map<UUID, Instant> givingWay(Tx tx, Collection<UUID> claims) {
        return claims.isEmpty() ? Map.of() : PreemptionStore.givingWay(tx, claims);
    }

    /** Those that were to give way to a claim that holds nothing any more. */
    public static List<UUID> givingWayToNobody(Tx tx, int most) {
        return PreemptionStore.givingWayToNobody(tx, most);
    }

    /** It gives way whatever becomes of who asked for that: others stand behind it by now. */
    public static void forgetAsker(Tx tx, UUID claim) {
        PreemptionStore.setAsker(tx, List.of(claim), null);
    }

    /** Makes all that run due now, and says how many. */
    public static int lookAtAll(Tx tx) {
        return AllocationStore.lookAtAll(tx);
    }
}
