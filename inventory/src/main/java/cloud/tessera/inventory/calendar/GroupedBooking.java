package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.calendar.GroupedTileStore.Proposed;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.transaction.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Books places for several claims in one transaction. Each is proposed by the index, so that they keep out of each
 * other's way; all are written at once; what the database does not take is undone and left out.
 */
final class GroupedBooking {
    private final CalendarIndex index;
    private final PlacementPolicy policy;

    GroupedBooking(CalendarIndex index, PlacementPolicy policy) {
        this.index = index;
        this.policy = policy;
    }

    Map<UUID, Placement> book(Tx tx, Proposals proposals, List<Calendar.Wanted> wanted) {
        List<Proposed> proposed = propose(tx, proposals, wanted);
        if (proposed.isEmpty()) {
            return Map.of();
        }
        GroupedTileStore.Written written = GroupedTileStore.write(tx, proposed);
        boolean inAnotherFleet = written.fleet() != index.fleet().version();
        Set<UUID> lost = new HashSet<>(written.beyond());
        for (Proposed each : proposed) {
            int held = written.held().getOrDefault(each.claim(), 0);
            if (inAnotherFleet || held < each.placement().pieces().size()) {
                lost.add(each.claim());
            }
        }
        giveUp(tx, proposals, proposed, lost);
        List<Proposed> held = new ArrayList<>(proposed);
        held.removeIf(each -> lost.contains(each.claim()));
        return keep(tx, proposals, held, written.xid());
    }

    /** What is decided by more than tiles and hosts is left to be booked by itself: whole hosts, and a pool's share. */
    private List<Proposed> propose(Tx tx, Proposals proposals, List<Calendar.Wanted> wanted) {
        long now = Span.micros(tx.now());
        List<Proposed> proposed = new ArrayList<>();
        for (Calendar.Wanted each : wanted) {
            Question question = each.question();
            Optional<CalendarIndex.Proposal> found = index.propose(each.claim(), question, policy, now);
            if (found.isEmpty()) {
                continue;
            }
            proposals.add(each.claim());
            Placement placement = found.get().placement();
            if (placement.wholeHosts() || index.fleet().keepsShare(placement.pool())) {
                proposals.withdraw(each.claim());
            } else {
                proposed.add(new Proposed(each.claim(), placement, question.span()));
            }
        }
        return proposed;
    }

    private void giveUp(Tx tx, Proposals proposals, List<Proposed> proposed, Set<UUID> lost) {
        if (lost.isEmpty()) {
            return;
        }
        GroupedTileStore.undo(tx, lost);
        lost.forEach(proposals::withdraw);
        index.reread(
                tx,
                proposed.stream()
                        .filter(each -> lost.contains(each.claim()))
                        .flatMap(Proposed::devices)
                        .distinct()
                        .toList());
    }

    private static Map<UUID, Placement> keep(Tx tx, Proposals proposals, List<Proposed> held, String xid) {
        GroupedTileStore.note(
                tx, held.stream().flatMap(Proposed::devices).distinct().sorted().toList());
        Map<UUID, Placement> placements = new HashMap<>();
        held.forEach(each -> placements.put(each.claim(), each.placement()));
        tx.afterCommit(() -> placements.keySet().forEach(claim -> proposals.keep(claim, xid)));
        return placements;
    }
}
