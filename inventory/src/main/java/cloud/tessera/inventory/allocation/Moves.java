package cloud.tessera.inventory.allocation;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.engine.Run;
import cloud.tessera.inventory.engine.Runs;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.audit.Audit;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.tenant.Organizations;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Moves movable allocations while they run. The new place is taken under an id of its own, beside what the allocation
 * holds, and the next attempt is started there; the life cycle stops the old run once the new one is ready, or gives the
 * new place up where it does not become ready within {@link #LONGEST}.
 */
@Singleton
public final class Moves {
    /** How long a new run may take to become ready before the move is given up. */
    public static final Duration LONGEST = Duration.ofMinutes(15);

    private final Transactions transactions;
    private final Organizations organizations;
    private final Calendar calendar;
    private final Audit audit;

    public Moves(Transactions transactions, Organizations organizations, Calendar calendar, Audit audit) {
        this.transactions = transactions;
        this.organizations = organizations;
        this.calendar = calendar;
        this.audit = audit;
    }

    /**
     * Moves one to other cards of its site, for operators. Refused as {@code not_found}, {@code not_movable}, {@code
     * wrong_state} where it does not run or gives way to others, {@code site_unreachable}, or {@code capacity_exhausted}
     * where there are no others.
     */
    public Outcome<Allocation> move(Caller operator, AllocationId id) {
        operator.require(Permission.PLATFORM_MANAGE);
        try (Proposals proposals = calendar.proposals(operator)) {
            return transactions.once(
                    operator,
                    "allocations.move",
                    id,
                    tx -> {
                        proposals.restart();
                        Allocation it = AllocationStore.lock(tx, id.value())
                                .orElseThrow(
                                        () -> Refusal.notFound("allocation").asException());
                        require(it);
                        OpenSites.load(tx).requireReachable(it.site(), List.of(), SiteLimits.NONE);
                        if (start(tx, proposals, it, Set.of(), "An operator moves it.")
                                .isEmpty()) {
                            throw Refusal.limit(
                                            "capacity_exhausted",
                                            "There are no other cards in " + it.site()
                                                    + " that it could move to; it goes on where it is.")
                                    .asException();
                        }
                        return AllocationStore.find(tx, id.value()).orElseThrow();
                    },
                    allocation -> allocation.id().text(),
                    (tx, ref) -> AllocationStore.find(tx, AllocationId.of(ref).value())
                            .orElseThrow(() -> Refusal.notFound("allocation").asException()));
        }
    }

    private static void require(Allocation it) {
        if (!it.kind().movable()) {
            throw Refusal.conflict(
                            "not_movable",
                            "Its owner has not declared it movable: it would have to be stopped before it starts elsewhere.")
                    .asException();
        }
        if (!canMove(it)) {
            throw Refusal.conflict(
                            "wrong_state",
                            "Only what is active and gives way to nobody can be moved; this is "
                                    + it.state().text() + ".")
                    .asException();
        }
    }

    /** Whether an allocation could be moved now, if there were a place. */
    public static boolean canMove(Allocation it) {
        return it.kind().movable() && it.preemptAt() == null && it.state() instanceof AllocationState.Active;
    }

    /**
     * Starts to move one that {@link #canMove}, which the caller has locked, within its site; empty, and nothing has
     * changed, where there is no other place, or the site cannot be reached to start it there. For whoever drains, heals
     * or makes room.
     *
     * @param avoid devices to stay away from beside its own
     * @param why for its time line
     */
    public Optional<Placement> start(Tx tx, Proposals proposals, Allocation it, Set<Integer> avoid, String why) {
        UUID claim = it.id().value();
        Run run = Runs.last(tx, List.of(claim)).get(claim);
        boolean reachable = OpenSites.load(tx).reachable(it.site());
        if (run == null || !reachable || !canMove(it) || !(it.state() instanceof AllocationState.Active active)) {
            return Optional.empty();
        }
        Set<Integer> others = new HashSet<>(avoid);
        run.task().devices().stream().map(Granted::device).forEach(others::add);
        UUID place = tx.newId();
        Optional<Placement> found =
                calendar.book(tx, proposals, place, question(tx, it).avoiding(others));
        found.ifPresent(placement -> {
            AllocationState.Moving after = active.move(place, tx.now().plus(LONGEST));
            AllocationSteps.advance(tx, List.of(new AllocationSteps.Step(it, after, tx.now()).movingTo(place)));
            var task = run.task()
                    .again(Runs.nextAttempt(tx, claim), calendar.search(tx).named(placement.pieces()));
            Runs.open(tx, List.of(new Runs.Opened(task, run.organization(), run.project(), run.engine())));
            Noted.note(audit, tx, it, it.state(), after, why);
        });
        return found;
    }

    /**
     * Lets an allocation keep what it holds beyond a moment at which that was to end; false, and nothing has changed, where
     * others hold it by then. The caller has locked it.
     */
    public boolean stay(Tx tx, Proposals proposals, Allocation it) {
        return calendar.amend(tx, proposals, it.id().value(), question(tx, it), tx.now(), true)
                .isPresent();
    }

    private Question question(Tx tx, Allocation it) {
        return calendar.search(tx)
                .question(
                        it.shape(),
                        Workload.INFERENCE,
                        it.site(),
                        tx.now(),
                        null,
                        organizations.of(tx, it.organization()).holder())
                .replicated(it.kind().replicas());
    }
}
