package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.engine.Access;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.TimeWindow;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Inference allocations. What belongs to another organization is refused as {@code not_found}. Calls that book take the
 * caller's idempotency key.
 */
@Singleton
public class Allocations {
    /**
     * Starts one at once. Refused as {@code capacity_exhausted} (with alternatives), {@code quota_exceeded}, {@code
     * exposure_reached}, {@code no_price}, {@code invalid_shape}, {@code unknown_model}, {@code unknown_image} or {@code
     * invalid_name}.
     */
    public Outcome<Allocation> create(Caller caller, Start start) {
        throw new IllegalStateException("under construction");
    }

    /** Ends it: charging stops now, the tiles are free when the work has stopped. Refused as {@code wrong_state} where it has ended. */
    public Outcome<Allocation> release(Caller caller, AllocationId id) {
        throw new IllegalStateException("under construction");
    }

    public Allocation get(Caller caller, AllocationId id) {
        throw new IllegalStateException("under construction");
    }

    /**
     * Newest first. Operators see those of all organizations.
     *
     * @param project only those of one project; null for all
     */
    public Page<Allocation> list(Caller caller, @Nullable ProjectId project, Page.Request page) {
        throw new IllegalStateException("under construction");
    }

    /** What happened to it, oldest first. */
    public List<ClaimEvent> timeline(Caller caller, AllocationId id) {
        throw new IllegalStateException("under construction");
    }

    /** What it holds now, one line for each piece of a card. */
    public List<String> placement(Caller caller, AllocationId id) {
        throw new IllegalStateException("under construction");
    }

    /** How to reach the work; empty while it is not ready. */
    public Optional<Access> access(Caller caller, AllocationId id) {
        throw new IllegalStateException("under construction");
    }

    /** How busy its devices were, oldest first. */
    public List<Sample> utilisation(Caller caller, AllocationId id, TimeWindow window) {
        throw new IllegalStateException("under construction");
    }
}
