package cloud.tessera.inventory.allocation;

import cloud.tessera.billing.pricing.Quotes;
import cloud.tessera.inventory.calendar.Admission;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.ClaimEvent;
import cloud.tessera.inventory.calendar.GivingWay;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.calendar.Stage;
import cloud.tessera.inventory.calendar.Timeline;
import cloud.tessera.inventory.engine.Access;
import cloud.tessera.inventory.engine.EngineChoice;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.engine.Sample;
import cloud.tessera.inventory.offer.Offers;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.tenant.Projects;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.ProjectId;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Inference allocations. What belongs to another organization is refused as {@code not_found}. Calls that book take the
 * caller's idempotency key.
 */
@Singleton
public final class Allocations {
    /** So much of what it will cost counts against the payer's exposure while it runs, beside what was metered. */
    public static final Duration COMMITTED = Duration.ofHours(24);

    private final Transactions transactions;
    private final Audit audit;
    private final Calendar calendar;
    private final Starting starting;

    public Allocations(
            Transactions transactions,
            Organizations organizations,
            Projects projects,
            Quotes quotes,
            Audit audit,
            Offers offers,
            Calendar calendar,
            Admission admission,
            GivingWay givingWay,
            EngineChoice engines) {
        this.transactions = transactions;
        this.audit = audit;
        this.calendar = calendar;
        starting =
                new Starting(organizations, projects, quotes, audit, offers, calendar, admission, givingWay, engines);
    }

    /**
     * Starts one at once, or, on demand and where nothing is free, as soon as others have made way
     * ({@link Allocation#beginsAt}). Refused as {@code capacity_exhausted} (with alternatives), {@code invalid_replicas},
     * {@code quota_exceeded}, {@code exposure_reached}, {@code no_price}, {@code invalid_quantity}, {@code unknown_model},
     * {@code unknown_profile}, {@code unknown_site}, {@code unknown_region}, {@code no_site_within_limits}, {@code
     * site_unreachable}, {@code unknown_image} or {@code invalid_name}.
     */
    public Outcome<Allocation> create(Caller caller, Start start) {
        caller.require(Permission.BOOK_CAPACITY);
        try (Proposals proposals = calendar.proposals(caller)) {
            return transactions.once(
                    caller,
                    "allocations.create",
                    start,
                    tx -> {
                        proposals.restart();
                        return start(tx, proposals, start);
                    },
                    allocation -> allocation.id().text(),
                    (tx, id) -> find(tx, AllocationId.of(id)));
        }
    }

    /** {@link #create} in the transaction of another room. */
    public Allocation start(Tx tx, Proposals proposals, Start start) {
        return starting.start(tx, proposals, start);
    }

    /**
     * Ends it: charging stops now, the tiles are free when the work has stopped. Refused as {@code wrong_state} where it
     * has ended.
     */
    public Outcome<Allocation> release(Caller caller, AllocationId id) {
        caller.require(Permission.BOOK_CAPACITY);
        return transactions.once(
                caller,
                "allocations.release",
                id,
                tx -> release(tx, id),
                allocation -> allocation.id().text(),
                (tx, ref) -> find(tx, AllocationId.of(ref)));
    }

    /** {@link #release(Caller, AllocationId)} in the transaction of another room. */
    public Allocation release(Tx tx, AllocationId id) {
        Allocation before = AllocationStore.lock(tx, id.value())
                .orElseThrow(() -> Refusal.notFound("allocation").asException());
        AllocationState.Releasing after = switch (before.state()) {
            case AllocationState.Provisioning provisioning -> provisioning.release(tx.now());
            case AllocationState.Active active -> active.release(tx.now());
            case AllocationState.Moving moving -> moving.release(tx.now());
            case AllocationState.Preempting preempting -> preempting.release(tx.now());
            case AllocationState.Releasing _, AllocationState.Over _ ->
                throw Refusal.conflict("wrong_state", "The allocation has been released already.")
                        .asException();
        };
        AllocationSteps.advance(
                tx, List.of(new AllocationSteps.Step(before, after, tx.now()).movingTo(before.place())));
        Runs.end(tx, List.of(new Runs.Ended(id.value(), tx.now())));
        Noted.note(audit, tx, before, before.state(), after, null);
        return before.releasing(after);
    }

    private static Allocation find(Tx tx, AllocationId id) {
        return AllocationStore.find(tx, id.value())
                .orElseThrow(() -> Refusal.notFound("allocation").asException());
    }

    public Allocation get(Caller caller, AllocationId id) {
        return read(caller, Permission.VIEW_WORK, id, (_, allocation) -> allocation);
    }

    /**
     * Newest first. Operators see those of all organizations.
     *
     * @param project only those of one project; null for all
     * @param stage only those that stand there; null for all
     */
    public Page<Allocation> list(Caller caller, @Nullable ProjectId project, @Nullable Stage stage, Page.Request page) {
        caller.require(Permission.VIEW_WORK);
        var before = AllocationStore.cursor(page);
        return Page.of(
                transactions.run(caller, tx -> AllocationStore.list(tx, project, stage, before, page.limit() + 1)),
                page,
                allocation -> allocation.id().text());
    }

    /** What happened to it, oldest first. */
    public List<ClaimEvent> timeline(Caller caller, AllocationId id) {
        return read(caller, Permission.VIEW_WORK, id, (tx, _) -> Timeline.of(tx, id.value()));
    }

    /** What it holds now, piece of a card by piece; empty while it holds nothing, and when it is over. */
    public List<Granted> placement(Caller caller, AllocationId id) {
        return read(
                caller,
                Permission.VIEW_WORK,
                id,
                (tx, _) -> calendar.granted(tx, List.of(id.value())).getOrDefault(id.value(), List.of()));
    }

    /** How to reach the work; empty while it is not ready. */
    public Optional<Access> access(Caller caller, AllocationId id) {
        return read(caller, Permission.USE_CREDENTIALS, id, (tx, _) -> Runs.access(tx, id.value()));
    }

    /** How busy its devices were, oldest first. */
    public List<Sample> utilisation(Caller caller, AllocationId id, TimeWindow window) {
        return read(caller, Permission.VIEW_WORK, id, (tx, _) -> Runs.utilisation(tx, id.value(), window));
    }

    private <T> T read(Caller caller, Permission permission, AllocationId id, BiFunction<Tx, Allocation, T> what) {
        caller.require(permission);
        return transactions.run(caller, tx -> what.apply(tx, find(tx, id)));
    }
}
