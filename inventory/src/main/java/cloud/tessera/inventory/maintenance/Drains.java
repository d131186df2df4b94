package cloud.tessera.inventory.maintenance;

import cloud.tessera.inventory.allocation.Moves;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Proposals;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.reservation.Rebinds;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Drains hosts. That a host takes no new work is said first and by one transaction, so that a booking is either seen by what
 * comes after it or refused; its claims then leave one by one, and {@link #keep} goes on with those that found no place.
 */
@Singleton
public final class Drains {
    private static final String WHY = "Its host is taken out of use.";

    private final Transactions transactions;
    private final Calendar calendar;
    private final Fleet fleet;
    private final Evacuation evacuation;

    public Drains(Transactions transactions, Calendar calendar, Fleet fleet, Rebinds rebinds, Moves moves) {
        this.transactions = transactions;
        this.calendar = calendar;
        this.fleet = fleet;
        evacuation = new Evacuation(transactions, calendar, rebinds, moves);
    }

    /**
     * The host takes no new work from now: what has not begun there is rebound, what runs and is movable is moved, all else
     * runs to its end. Doing it again tries again with what is left. Refused as {@code not_found} or {@code
     * host_already_failed}.
     *
     * @param host the number of the host
     */
    public Outcome<HostDrain> drain(Caller operator, int host) {
        return mark(operator, host, fleet::drain).map(marked -> {
            Map<Evacuation.Result, Long> results = evacuate(operator, marked.cards());
            return new HostDrain(
                    marked.cards().size(),
                    results.getOrDefault(Evacuation.Result.REBOUND, 0L).intValue(),
                    results.getOrDefault(Evacuation.Result.MOVING, 0L).intValue(),
                    transactions.run(operator, tx -> left(tx, marked.cards())));
        });
    }

    /** The host takes work again. On one that was not draining nothing changes. Refused as {@code not_found}. */
    public Outcome<HostDrain> undrain(Caller operator, int host) {
        return mark(operator, host, fleet::undrain)
                .map(marked -> new HostDrain(
                        marked.cards().size(), 0, 0, transactions.run(operator, tx -> left(tx, marked.cards()))));
    }

    private Outcome<Fleet.Marked> mark(Caller operator, int host, BiFunction<Tx, Integer, Fleet.Marked> marking) {
        operator.require(Permission.PLATFORM_MANAGE);
        try (Proposals proposals = calendar.proposals(operator)) {
            return transactions.attempt(operator, tx -> {
                proposals.restart();
                Fleet.Marked marked = marking.apply(tx, host);
                calendar.healthChanged(tx, proposals, marked.cards());
                return marked;
            });
        }
    }

    /** What holds cards of a host now or later, by its beginning; for people of the platform. */
    public List<InTheWay> claims(Caller operator, int host) {
        operator.require(Permission.PLATFORM_VIEW);
        return transactions.run(operator, tx -> left(tx, fleet.cards(tx, host)));
    }

    private static List<InTheWay> left(Tx tx, Collection<Integer> cards) {
        return InTheWayStore.of(tx, cards, tx.now(), null);
    }

    /** Tries again with what is left on draining hosts, and says how many claims leave; for a job, every minute. */
    public int keep(Caller job) {
        job.require(Permission.PLATFORM_MANAGE);
        Map<Evacuation.Result, Long> results = evacuate(job, transactions.run(job, InTheWayStore::draining));
        return (int) results.entrySet().stream()
                .filter(each -> each.getKey() != Evacuation.Result.LEFT)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private Map<Evacuation.Result, Long> evacuate(Caller caller, Set<Integer> cards) {
        List<InTheWay> there = cards.isEmpty() ? List.of() : transactions.run(caller, tx -> left(tx, cards));
        return there.stream()
                .filter(each -> each.way() == InTheWay.Way.REBIND || each.way() == InTheWay.Way.MOVE)
                .collect(Collectors.groupingBy(
                        each -> evacuation.leaveOrLog(caller, each.claim(), WHY), Collectors.counting()));
    }
}
