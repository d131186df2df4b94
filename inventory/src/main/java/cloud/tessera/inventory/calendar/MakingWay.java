package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.placement.Displace;
import cloud.tessera.inventory.placement.GiveWay;
import cloud.tessera.inventory.placement.LateBinding;
import cloud.tessera.inventory.placement.MakeRoom;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Record;

/** How others give way in the calendar to what finds no place: by ending, or by lying elsewhere. */
public final class MakingWay {
    private final Calendar calendar;
    private final CalendarIndex index;
    private final PlacementPolicy policy;

    MakingWay(Calendar calendar, CalendarIndex index, PlacementPolicy policy) {
        this.calendar = calendar;
        this.index = index;
        this.policy = policy;
    }

    /** Who of some claims gives way so that a shape finds a place; see {@link GiveWay}. */
    public Optional<GiveWay.Way> giveWay(Tx tx, Question question, List<GiveWay.Candidate> candidates) {
        return candidates.isEmpty()
                ? Optional.empty()
                : GiveWay.choose(policy, question, calendar.search(tx).view(), candidates);
    }

    /**
     * Ends at a moment what some claims hold, and books what comes after them; empty, and nothing has changed, where that
     * leaves no place. To be called like {@link Calendar#book(Tx, Proposals, UUID, Question)}.
     */
    public Optional<Placement> bookAfter(
            Tx tx, Proposals proposals, UUID claim, Question question, GiveWay.Way way, Instant at) {
        TileStore.lockHosts(tx, way.placement(), way.claims());
        tx.sql().execute("savepoint give_way");
        List<Integer> devices = TileStore.cut(tx, way.claims(), at);
        proposals.changes(devices);
        index.reread(tx, devices);
        Optional<Placement> found = calendar.book(tx, proposals, claim, question);
        if (found.isEmpty()) {
            tx.sql().execute("rollback to savepoint give_way");
            index.reread(tx, devices);
        }
        tx.afterCommit(() -> proposals.settle(devices));
        return found;
    }

    /** Where claims that have not started go so that a shape finds a place; see {@link LateBinding}. */
    public Optional<MakeRoom.Room> roomByRebinding(Tx tx, Question question, Map<UUID, Question> coming) {
        return coming.isEmpty() || question.replicas() > 1
                ? Optional.empty()
                : new LateBinding(policy).find(question, calendar.search(tx).view(), coming);
    }

    /**
     * Lays claims elsewhere that have not started, which the caller has locked, and books what that makes room for; all of
     * it, or nothing has changed. To be called like {@link Calendar#book(Tx, Proposals, UUID, Question)}.
     */
    public Optional<Placement> bookRebinding(Tx tx, Proposals proposals, UUID claim, MakeRoom.Room room) {
        Map<UUID, PlacementPolicy.Choice> places = new LinkedHashMap<>(room.moves());
        places.put(claim, room.asked());
        places.values().stream()
                .filter(place -> place.question().workload() == Workload.TRAINING)
                .map(place -> place.placement().pool())
                .distinct()
                .filter(index.fleet()::keepsShare)
                .sorted()
                .forEach(pool -> FloorStore.lock(tx, pool));
        Set<UUID> moved = room.moves().keySet();
        TileStore.lockHosts(
                tx,
                places.values().stream().map(PlacementPolicy.Choice::placement).toList(),
                moved);
        tx.sql().execute("savepoint rebind");
        List<Record> freed = TileStore.free(tx, moved, tx.now());
        Set<Integer> changed = new TreeSet<>();
        freed.forEach(row -> changed.add(row.get("device_id", Integer.class)));
        proposals.changes(changed);
        moved.forEach(each -> index.remove(each, changed, 0));
        Optional<Placement> found = bookThere(tx, proposals, places);
        if (found.isEmpty()) {
            tx.sql().execute("rollback to savepoint rebind");
            places.forEach((each, place) -> {
                proposals.withdraw(each);
                changed.addAll(Calendar.devices(place.placement()));
            });
            index.reread(tx, changed);
        }
        tx.afterCommit(() -> proposals.settle(changed));
        return found;
    }

    /** Books each claim at its place and nowhere else; the place of the last, or empty once one is taken. */
    private Optional<Placement> bookThere(Tx tx, Proposals proposals, Map<UUID, PlacementPolicy.Choice> places) {
        Optional<Placement> last = Optional.empty();
        for (Map.Entry<UUID, PlacementPolicy.Choice> each : places.entrySet()) {
            PlacementPolicy.Choice place = each.getValue();
            var there = new SamePieces(policy, place.placement().pieces());
            last = calendar.book(tx, proposals, each.getKey(), place.question(), there);
            if (last.isEmpty()) {
                break;
            }
        }
        return last;
    }

    /** Who of some claims could lie elsewhere so that a shape finds a place; see {@link Displace}. */
    public Optional<GiveWay.Way> displaced(Tx tx, Question question, List<Displace.Mover> movers) {
        return movers.isEmpty()
                ? Optional.empty()
                : Displace.choose(policy, question, calendar.search(tx).view(), movers);
    }

    /** The same with no more than so many of them, at least one. */
    public Optional<GiveWay.Way> displaced(Tx tx, Question question, List<Displace.Mover> movers, int most) {
        return movers.isEmpty()
                ? Optional.empty()
                : Displace.few(policy, question, calendar.search(tx).view(), movers, most);
    }

    /**
     * {@link #bookAfter} at the start of the question's span, and for each of those who give way another place under an id
     * of its own. Empty, and nothing has changed, where not all of them find one.
     *
     * @param places what is to be booked instead, by the ids under which it is
     */
    public Optional<Placement> displace(
            Tx tx, Proposals proposals, UUID claim, Question question, GiveWay.Way way, Map<UUID, Question> places) {
        Instant at = Instant.EPOCH.plus(question.span().from(), ChronoUnit.MICROS);
        tx.sql().execute("savepoint displace");
        Optional<Placement> found = bookAfter(tx, proposals, claim, question, way, at);
        boolean all = found.isPresent();
        for (Map.Entry<UUID, Question> place : places.entrySet()) {
            all = all
                    && calendar.book(tx, proposals, place.getKey(), place.getValue())
                            .isPresent();
        }
        if (all || found.isEmpty()) {
            return found;
        }
        tx.sql().execute("rollback to savepoint displace");
        proposals.withdraw(claim);
        places.keySet().forEach(proposals::withdraw);
        index.reread(tx, proposals.changed());
        return Optional.empty();
    }
}
