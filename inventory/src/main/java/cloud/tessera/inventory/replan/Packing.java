package cloud.tessera.inventory.replan;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.CumulativeConstraint;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * Packs a pool with CP-SAT of OR-Tools: every mover goes to one host, on which at no time more cards are held than there
 * are, so that as few fabric domains and then as few hosts as can be are used that nothing else uses, with as few moves as
 * that takes. The same pool gives the same answer: one worker, a fixed seed.
 */
final class Packing {
    private static final long DOMAIN = 10_000;
    private static final long HOST = 100;
    private static final long MOVE = 1;

    /**
     * Pairs of a claim and a host in a part. Four times as many take the solver, with one worker, longer for less: it did not
     * find a better plan in half a second.
     */
    private static final int MOST_CHOICES = 1_500;

    /** For one part, at least. */
    private static final Duration LEAST = Duration.ofMillis(250);

    private final CpModel model = new CpModel();
    private final LinearExprBuilder cost = LinearExpr.newBuilder();
    private final Map<UUID, Map<Integer, BoolVar>> places = new LinkedHashMap<>();

    private Packing() {}

    /**
     * The movers that should lie on another host, and on which; empty where that gains nothing, or was not found in time.
     *
     * @param limit for all parts together; it is passed by no more than it takes to state one part to the solver
     * @param turn which part comes first, so that each does in time
     */
    static Map<UUID, Integer> solve(Solver solver, Pool pool, Duration limit, int turn) {
        List<Pool> parts = new ArrayList<>(Parts.of(pool, MOST_CHOICES));
        if (parts.isEmpty()) {
            return Map.of();
        }
        Collections.rotate(parts, -Math.floorMod(turn, parts.size()));
        // Jobs run on virtual threads, and native code would hold on to one of the few threads that carry them all.
        var task = new FutureTask<>(() -> solver.runs() ? solve(parts, limit) : Map.<UUID, Integer>of());
        Thread.ofPlatform().name("replan").daemon().start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkageError missing) {
                solver.giveUp(missing);
                return Map.of();
            }
            throw new IllegalStateException("Pool " + pool.name() + " could not be packed", e.getCause());
        }
    }

    private static Map<UUID, Integer> solve(List<Pool> parts, Duration limit) {
        Map<UUID, Integer> moves = new LinkedHashMap<>();
        long end = System.nanoTime() + limit.toNanos();
        for (int i = 0; i < parts.size(); i++) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            long fair = Math.max(left / (parts.size() - i), LEAST.toNanos());
            moves.putAll(new Packing().moves(parts.get(i), Duration.ofNanos(Math.min(left, fair))));
        }
        return moves;
    }

    private Map<UUID, Integer> moves(Pool pool, Duration limit) {
        Map<String, BoolVar> domains = new HashMap<>();
        pool.movers().forEach(mover -> places.put(mover.claim(), new LinkedHashMap<>()));
        for (Pool.Host host : pool.hosts()) {
            List<BoolVar> here = place(pool, host);
            if (host.busy().isEmpty()) {
                BoolVar used = model.newBoolVar("host " + host.id());
                here.forEach(each -> model.addImplication(each, used));
                cost.addTerm(used, HOST);
                if (!pool.taken().contains(host.domain())) {
                    BoolVar domain = domains.computeIfAbsent(host.domain(), name -> {
                        BoolVar var = model.newBoolVar("domain " + name);
                        cost.addTerm(var, DOMAIN);
                        return var;
                    });
                    model.addImplication(used, domain);
                }
            }
        }
        places.values().forEach(each -> model.addExactlyOne(each.values().toArray(Literal[]::new)));
        model.minimize(cost);
        return solved(pool, limit);
    }

    private List<BoolVar> place(Pool pool, Pool.Host host) {
        CumulativeConstraint cards = model.addCumulative(host.devices().size());
        for (Pool.Busy busy : host.busy()) {
            cards.addDemand(model.newFixedInterval(busy.from(), busy.until() - busy.from(), ""), 1);
        }
        List<BoolVar> here = new ArrayList<>();
        for (Pool.Mover mover : pool.movers()) {
            if (mover.cards() <= host.devices().size()) {
                BoolVar there = model.newBoolVar("");
                long length = mover.until() - mover.from();
                cards.addDemand(
                        model.newOptionalFixedSizeIntervalVar(LinearExpr.constant(mover.from()), length, there, ""),
                        mover.cards());
                model.addHint(there, mover.host() == host.id() ? 1 : 0);
                if (mover.host() != host.id()) {
                    cost.addTerm(there, MOVE);
                }
                places.getOrDefault(mover.claim(), new HashMap<>()).put(host.id(), there);
                here.add(there);
            }
        }
        return here;
    }

    private Map<UUID, Integer> solved(Pool pool, Duration limit) {
        CpSolver solver = new CpSolver();
        solver.getParameters()
                .setMaxTimeInSeconds(limit.toMillis() / 1e3)
                // It means the whole process, Java's memory too; what bounds the solver's is the size of a part.
                .setMaxMemoryInMb(Integer.MAX_VALUE)
                .setNumWorkers(1)
                .setRandomSeed(1);
        CpSolverStatus status = solver.solve(model);
        Map<UUID, Integer> moves = new LinkedHashMap<>();
        boolean found = status == CpSolverStatus.OPTIMAL || status == CpSolverStatus.FEASIBLE;
        if (found && solver.objectiveValue() < asItIs(pool)) {
            for (Pool.Mover mover : pool.movers()) {
                places.getOrDefault(mover.claim(), Map.of()).forEach((host, there) -> {
                    if (solver.booleanValue(there) && host != mover.host()) {
                        moves.put(mover.claim(), host);
                    }
                });
            }
        }
        return moves;
    }

    /** What it costs where nothing moves. */
    private static long asItIs(Pool pool) {
        Set<Integer> from = pool.movers().stream().map(Pool.Mover::host).collect(Collectors.toSet());
        List<Pool.Host> used = pool.hosts().stream()
                .filter(host -> host.busy().isEmpty() && from.contains(host.id()))
                .toList();
        long domains = used.stream()
                .map(Pool.Host::domain)
                .filter(domain -> !pool.taken().contains(domain))
                .distinct()
                .count();
        return used.size() * HOST + domains * DOMAIN;
    }
}
