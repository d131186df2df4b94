package cloud.tessera.inventory.replan;

import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.rebinding.MakingRoom;
import cloud.tessera.inventory.reservation.Coming;
import cloud.tessera.inventory.reservation.Rebinds;
import cloud.tessera.inventory.reservation.ReservationSteps;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs reservations of whole cards that have not started into fewer hosts and fabric domains, pool by pool, so that large
 * gangs find room later. A plan is made from the index and carried out move by move, each in a transaction that decides
 * anew: a stale plan costs a refused move and nothing else.
 */
@Singleton
public final class Replan {
    private static final Logger LOG = LoggerFactory.getLogger(Replan.class);
    /** For one pool. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private static final String WHY = "Packed closer to other work before it starts; its window and its price stay.";

    /** A move makes room for another: so often those that were refused are tried again. */
    private static final int ROUNDS = 3;

    private final Transactions transactions;
    private final Calendar calendar;
    private final MakingRoom room;
    private final Rebinds rebinds;
    private final Packings packings;
    private final Solver solver;
    private final Planner planner;
    /** What failed, and in which round the last time: said once, and again where it has worked meanwhile. */
    private final Map<String, Integer> failing = new ConcurrentHashMap<>();

    private final AtomicInteger turn = new AtomicInteger();

    /** Says which claims of a pool should lie on which host; {@link Packing} but for tests. */
    interface Planner {
        Map<UUID, Integer> plan(Pool pool, int turn);
    }

    @Inject
    public Replan(Transactions transactions, Calendar calendar, MakingRoom room, Rebinds rebinds, Packings packings) {
        this(transactions, calendar, room, rebinds, packings, Solver.OF_THIS_PROCESS);
    }

    Replan(
            Transactions transactions,
            Calendar calendar,
            MakingRoom room,
            Rebinds rebinds,
            Packings packings,
            Solver solver) {
        this(
                transactions,
                calendar,
                room,
                rebinds,
                packings,
                solver,
                (pool, turn) -> Packing.solve(solver, pool, LIMIT, turn));
    }

    Replan(
            Transactions transactions,
            Calendar calendar,
            MakingRoom room,
            Rebinds rebinds,
            Packings packings,
            Solver solver,
            Planner planner) {
        this.transactions = transactions;
        this.calendar = calendar;
        this.room = room;
        this.rebinds = rebinds;
        this.packings = packings;
        this.solver = solver;
        this.planner = planner;
    }

    /**
     * Packs every pool in which something has not started; says how many reservations were moved: none where the solver does
     * not run on this machine. A round begins one model and site further than the one before, and goes on where one of them,
     * or a pool of it, fails. For a job.
     */
    public int run(Caller job) {
        if (solver.off()) {
            return 0;
        }
        int moved = 0;
        turn.incrementAndGet();
        calendar.catchUp(job);
        for (Coming.Place place : inTurn(transactions.run(job, Coming::places))) {
            moved += apart(place.model() + " in " + place.site(), () -> pack(job, place), 0);
        }
        failing.values().removeIf(last -> last != turn.get());
        return moved;
    }

    private int pack(Caller job, Coming.Place place) {
        Map<UUID, Question> coming = transactions.run(job, tx -> room.coming(tx, place.site(), place.model()));
        CalendarView view = calendar.search(job).view();
        int moved = 0;
        for (Group group : inTurn(view.groups(place.model(), place.site()))) {
            String name = place.model() + " of " + group.pool();
            moved += apart(name, () -> pack(job, place, group, view, coming), 0);
        }
        return moved;
    }

    private <T> List<T> inTurn(List<T> all) {
        int first = all.isEmpty() ? 0 : Math.floorMod(turn.get(), all.size());
        return Stream.concat(all.subList(first, all.size()).stream(), all.subList(0, first).stream())
                .toList();
    }

    /** Does one part of a round. Where it fails, that is counted, said once until it works again, and nothing is done. */
    private <T> T apart(String what, Supplier<T> part, T nothing) {
        if (Thread.currentThread().isInterrupted()) {
            return nothing;
        }
        try {
            return part.get();
        } catch (RuntimeException e) {
            packings.failed();
            if (failing.put(what, turn.get()) == null) {
                LOG.error("{} could not be packed; everything else is", what, e);
            }
            return nothing;
        }
    }

    private int pack(Caller job, Coming.Place place, Group group, CalendarView view, Map<UUID, Question> coming) {
        long began = System.nanoTime();
        Instant now = transactions.run(job, Tx::now);
        Pool pool = Pool.of(group, view, coming, Span.micros(now));
        Map<UUID, Integer> plan = planner.plan(pool, turn.get());
        if (pool.movers().isEmpty() || solver.off()) {
            return 0;
        }
        Map<UUID, Integer> done = new HashMap<>();
        for (int i = 0; i < ROUNDS && done.size() < plan.size(); i++) {
            plan.forEach((claim, host) -> {
                if (!done.containsKey(claim)
                        && apart("Claim " + claim, () -> move(job, claim, others(place, view, host)), false)) {
                    done.put(claim, host);
                }
            });
        }
        int moved = done.size();
        if (!plan.isEmpty()) {
            LOG.info("Pool {}, {}: {} of {} planned moves done", pool.name(), place.model(), moved, plan.size());
        }
        packings.add(
                job,
                new Packed(
                        pool.name(),
                        place.model(),
                        now,
                        pool.movers().size(),
                        moved,
                        plan.size() - moved,
                        pool.cardsUsed(Map.of()) - pool.cardsUsed(done),
                        Duration.ofNanos(System.nanoTime() - began)));
        return moved;
    }

    /** Every card of the model at the site but those of one host. */
    private static Set<Integer> others(Coming.Place place, CalendarView view, int host) {
        Set<Integer> others = new HashSet<>();
        view.groups(place.model(), place.site()).stream()
                .flatMap(group -> group.hosts().stream())
                .filter(each -> each.id() != host)
                .forEach(each -> others.addAll(each.devices()));
        return others;
    }

    private boolean move(Caller job, UUID claim, Set<Integer> avoid) {
        try (Proposals proposals = calendar.proposals(job)) {
            return transactions.run(job, tx -> {
                proposals.restart();
                for (ReservationSteps.Due due : ReservationSteps.of(tx, List.of(claim))) {
                    return rebinds.rebind(tx, proposals, due, avoid, WHY).isPresent();
                }
                return false;
            });
        }
    }
}
