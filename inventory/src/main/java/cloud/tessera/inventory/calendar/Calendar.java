package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.engine.Granted;
import cloud.tessera.inventory.fleet.FleetSnapshot;
import cloud.tessera.inventory.fleet.OpenSites;
import cloud.tessera.inventory.fleet.SiteLimits;
import cloud.tessera.inventory.placement.FlexibleStart;
import cloud.tessera.inventory.placement.MakeRoom;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Policies;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Spread;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Permission;
import cloud.tessera.quota.term.Refusal;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Listening;
import cloud.tessera.quota.transaction.Transactions;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which tile when. Places are proposed by an index in memory and decided by constraints in the database, so any
 * number of processes may book with indexes that are behind: losing a race is normal, and the next place is tried.
 */
@Singleton
public final class Calendar {
    /** After so many lost races in one transaction the capacity counts as exhausted. */
    private static final int MOST_TRIES = 50;

    private static final Duration CHANGES_KEPT = Duration.ofDays(1);

    private final Transactions transactions;
    private final CalendarIndex index = new CalendarIndex();
    private final PlacementPolicy policy = new Spread(Policies.DEFAULT);
    private final Search search = new Search(index, policy);
    private final MakingWay makingWay = new MakingWay(this, index, policy);
    /** Which shard is next; processes begin anywhere. */
    private final AtomicInteger turn =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());

    public Calendar(Transactions transactions) {
        this.transactions = transactions;
    }

    /** What the bookings of one transaction of the caller propose; close it when the transaction has ended. */
    public Proposals proposals(Caller caller) {
        search(caller);
        return new Proposals(index);
    }

    /** Searches in fleet and calendar as they are known here. They are loaded from the database the first time. */
    public Search search(Caller caller) {
        caller.require(Permission.VIEW_CAPACITY);
        if (!index.loaded()) {
            transactions.run(Caller.Job.named("calendar"), this::search);
        }
        return search;
    }

    /** The same inside a transaction. */
    public Search search(Tx tx) {
        if (!index.loaded()) {
            tx.asPlatform(() -> index.loadFleet(tx));
        }
        return search;
    }

    /** Takes in what other processes have committed; for a job, every second. Says whether that was anything. */
    public boolean catchUp(Caller job) {
        search(job);
        return transactions.run(job, index::catchUp);
    }

    /**
     * Lets the index take in what other processes commit as soon as they have, until it is closed. Signals may be lost, so
     * that {@link #catchUp} is called every second all the same.
     */
    public Listening follow(Caller job) {
        return transactions.listen(job, FleetSnapshot.CHANNEL, this::catchUp);
    }

    /** The same inside a transaction of another room, before it says that there is nothing. */
    public boolean catchUp(Tx tx) {
        return tx.asPlatform(() -> index.catchUp(tx));
    }

    /** Reads anew what could serve a question, so that a search then sees all that is committed by now. */
    public void refresh(Tx tx, Question question) {
        search(tx);
        List<Integer> devices = index.groups(question.model().key(), question.site()).stream()
                .flatMap(group -> group.hosts().stream())
                .flatMap(host -> host.devices().stream())
                .toList();
        tx.asPlatform(() -> {
            index.reread(tx, devices);
            return true;
        });
    }

    /** Refuses a site that is not there: {@code unknown_site}. */
    public void requireSite(Caller caller, @Nullable String site) {
        search(caller);
        if (site != null && !index.fleet().sites().contains(site)) {
            transactions.run(caller, tx -> {
                requireSite(tx, site);
                return true;
            });
        }
    }

    /** The same inside a transaction. */
    public void requireSite(Tx tx, @Nullable String site) {
        search(tx);
        if (site == null || index.fleet().sites().contains(site)) {
            return;
        }
        catchUp(tx); // an import may have brought it a moment ago
        List<String> sites = index.fleet().sites();
        if (!sites.contains(site)) {
            throw Refusal.invalid(
                            "unknown_site",
                            "There is no site " + site + ". Sites are " + String.join(", ", sites) + ".",
                            "site")
                    .asException();
        }
    }

    /** Forgets changes that every process has taken in long ago, and returns how many; for a daily job. */
    public int forget(Caller job) {
        return transactions.run(
                job, tx -> ChangeStore.forgetChangesBefore(tx, tx.now().minus(CHANGES_KEPT)));
    }

    /** Finds a place and holds it for the claim, or empty if there is none. To be called last in the order of locks. */
    public Optional<Placement> book(Tx tx, Proposals proposals, UUID claim, Question question) {
        return book(tx, proposals, claim, question, policy);
    }

    Optional<Placement> book(Tx tx, Proposals proposals, UUID claim, Question question, PlacementPolicy policy) {
        boolean caughtUp = false;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<CalendarIndex.Proposal> found = index.propose(claim, question, policy, Span.micros(tx.now()));
            if (found.isEmpty()) {
                // What others have freed may not be known here yet.
                if (caughtUp || !catchUp(tx)) {
                    return Optional.empty();
                }
                caughtUp = true;
                continue;
            }
            proposals.add(claim);
            switch (decide(tx, claim, found.get(), question)) {
                case Decided.Held(String xid) -> {
                    tx.afterCommit(() -> proposals.keep(claim, xid));
                    return found.map(CalendarIndex.Proposal::placement);
                }
                case Decided.Taken(List<Integer> devices) -> {
                    proposals.withdraw(claim);
                    index.reread(tx, devices);
                }
                case Decided.InAnotherFleet _ -> {
                    proposals.withdraw(claim);
                    tx.asPlatform(() -> index.loadFleet(tx));
                }
            }
        }
        return Optional.empty();
    }

    /** What {@link #book(Tx, Proposals, List)} is asked for. */
    public record Wanted(UUID claim, Question question) {}

    /**
     * Finds places for several claims of one transaction and holds them, as far as that goes at once; to be called once
     * and last in the order of locks. What is left out has written nothing: alone it may find another place, or none.
     */
    public Map<UUID, Placement> book(Tx tx, Proposals proposals, List<Wanted> wanted) {
        var shard = new Shard(policy, turn.getAndIncrement());
        return new GroupedBooking(index, shard).book(tx, proposals, wanted);
    }

    /** What the database made of a proposal. */
    private sealed interface Decided {
        record Held(@Nullable String xid) implements Decided {}

        /** Something else is there: these devices must be read anew. */
        record Taken(List<Integer> devices) implements Decided {}

        /** An import has changed the fleet in which the place was found. */
        record InAnotherFleet() implements Decided {}
    }

    private Decided decide(Tx tx, UUID claim, CalendarIndex.Proposal proposal, Question question) {
        Placement placement = proposal.placement();
        boolean keepsShare =
                question.workload() == Workload.TRAINING && index.fleet().keepsShare(placement.pool());
        if (keepsShare) {
            FloorStore.lock(tx, placement.pool());
        }
        TileStore.lockHosts(tx, placement);
        TileStore.Room room = TileStore.room(tx, placement, question.span());
        if (room.fleet() != proposal.fleet()) {
            return new Decided.InAnotherFleet();
        }
        if (keepsShare && !FloorStore.leaves(tx, placement.pool(), question)) {
            return new Decided.Taken(FloorStore.cards(tx, placement.pool(), question));
        }
        if (!room.full()) {
            TileStore.Written written = TileStore.write(tx, claim, placement, question.span());
            if (written.all()) {
                return new Decided.Held(written.xid());
            }
            TileStore.undo(tx, claim, question.span());
        }
        return new Decided.Taken(devices(placement));
    }

    /** Frees what claims hold from a moment on; what was before it stays on record. */
    public void free(Tx tx, Collection<UUID> claims, Instant at) {
        var rows = TileStore.free(tx, claims, at);
        if (rows.isEmpty()) {
            return;
        }
        List<Integer> devices =
                rows.stream().map(row -> row.get("device_id", Integer.class)).toList();
        String xid = rows.getFirst().get("xid", String.class);
        long now = Span.micros(tx.now());
        tx.afterCommit(() -> {
            claims.forEach(claim -> index.remove(claim, devices, now));
            index.remember(xid);
        });
    }

    /**
     * Gives a claim another place from the start of the question's span on, or leaves it where it is if there is none
     * within its {@link ClaimLimits}. It may keep a part of what it has.
     */
    public Optional<Placement> move(Tx tx, Proposals proposals, UUID claim, Question question) {
        List<Integer> before = pieces(tx, List.of(claim)).getOrDefault(claim, List.of()).stream()
                .map(Placement.Piece::device)
                .distinct()
                .toList();
        if (!mayLie(tx, claim, before, question.site())) {
            return Optional.empty();
        }
        tx.sql().execute("savepoint move");
        Instant from = Instant.EPOCH.plus(question.span().from(), ChronoUnit.MICROS);
        List<Record> freed = TileStore.free(tx, List.of(claim), from);
        proposals.changes(before);
        index.remove(claim, before, 0);
        Optional<Placement> found = book(tx, proposals, claim, question);
        if (found.isEmpty()) {
            tx.sql().execute("rollback to savepoint move");
            index.reread(tx, before);
        }
        String xid = freed.isEmpty() ? null : freed.getFirst().get("xid", String.class);
        tx.afterCommit(() -> {
            proposals.settle(before);
            index.remember(xid);
        });
        return found;
    }

    /** Frees what a claim holds and gives it what another id holds instead: the end of a move. */
    public void take(Tx tx, UUID claim, UUID from) {
        free(tx, List.of(claim), tx.now());
        List<Integer> devices = TileStore.take(tx, claim, from);
        tx.afterCommit(() -> index.doubt(devices));
    }

    /** How others give way to what finds no place: by ending, or by lying elsewhere. */
    public MakingWay makingWay(Tx tx) {
        search(tx);
        return makingWay;
    }

    /** When and where a shape begins that may begin some whole hours later; see {@link FlexibleStart}. */
    public Optional<PlacementPolicy.Choice> flexible(Tx tx, Question question, int hours, Map<UUID, Question> coming) {
        return new FlexibleStart(policy)
                .find(question, hours, search(tx).view(), coming)
                .map(MakeRoom.Room::asked);
    }

    /**
     * Lets a claim keep its tiles beyond the moment at which they end, which is the start of the question's span; false, and
     * nothing has changed, where somebody else comes there. To be called like {@link #book}.
     */
    public boolean prolong(Tx tx, Proposals proposals, UUID claim, Question question) {
        Instant at = Instant.EPOCH.plus(question.span().from(), ChronoUnit.MICROS);
        List<Placement.Piece> pieces = pieces(tx, List.of(claim)).getOrDefault(claim, List.of());
        UUID beyond = tx.newId();
        if (!TileStore.endsAt(tx, claim, at)
                || book(tx, proposals, beyond, question, new SamePieces(policy, pieces))
                        .isEmpty()) {
            return false;
        }
        List<Integer> devices = TileStore.join(tx, claim, beyond, at);
        tx.afterCommit(() -> index.doubt(devices));
        return true;
    }

    /** Those of some claims that hold something without an end. */
    public Set<UUID> openEnded(Tx tx, Collection<UUID> claims) {
        return claims.isEmpty() ? Set.of() : CalendarStore.openEnded(tx, claims);
    }

    /**
     * Gives a claim another time, shape or site in place of what it holds, and the same tiles where they will do. Unlike a
     * {@link #move} it also gives up what it held before the new span. Where there is no place within its {@link
     * ClaimLimits} nothing has changed.
     *
     * @param from from when on the claim's tiles are given up; what was before stays on record
     * @param stay whether only the same tiles will do, because work is running on them
     */
    public Optional<Placement> amend(
            Tx tx, Proposals proposals, UUID claim, Question question, Instant from, boolean stay) {
        List<Placement.Piece> pieces = pieces(tx, List.of(claim)).getOrDefault(claim, List.of());
        List<Integer> before =
                pieces.stream().map(Placement.Piece::device).distinct().toList();
        if (!mayLie(tx, claim, before, question.site())) {
            return Optional.empty();
        }
        tx.sql().execute("savepoint amend");
        List<Record> freed = TileStore.free(tx, List.of(claim), from);
        proposals.changes(before);
        index.remove(claim, before, 0);
        Optional<Placement> found = book(tx, proposals, claim, question, new SamePieces(policy, pieces));
        if (found.isEmpty() && !stay) {
            found = book(tx, proposals, claim, question, policy);
        }
        if (found.isEmpty()) {
            tx.sql().execute("rollback to savepoint amend");
            index.reread(tx, before);
        }
        String xid = freed.isEmpty() ? null : freed.getFirst().get("xid", String.class);
        tx.afterCommit(() -> {
            proposals.settle(before);
            index.remember(xid);
        });
        return found;
    }

    /**
     * Whether a claim may lie at a site: the one that it is at, or one within its limits. They are read for the platform,
     * because a claim may have to make room for that of another organization.
     */
    private boolean mayLie(Tx tx, UUID claim, List<Integer> devices, String site) {
        boolean stays = !devices.isEmpty()
                && devices.stream().allMatch(device -> site.equals(index.fleet().siteOf(device)));
        if (stays) {
            return true;
        }
        SiteLimits limits = tx.asPlatform(() -> ClaimLimits.of(tx, claim));
        return limits.none() || OpenSites.load(tx).within(site, limits);
    }

    /** Ends what a claim holds at an instant before its end. */
    public void shorten(Tx tx, Proposals proposals, UUID claim, Instant end) {
        reread(tx, proposals, TileStore.cut(tx, List.of(claim), end));
    }

    /** Locks hosts as a booking does: none comes in on them until the transaction has ended. */
    public void lockHosts(Tx tx, Collection<Integer> hosts) {
        TileStore.lockHosts(tx, hosts.toArray(Integer[]::new));
    }

    /** Holds these pieces for a claim of the platform, or says that something else is there; the caller has locked the hosts. */
    public boolean hold(
            Tx tx, Proposals proposals, UUID claim, String site, List<Placement.Piece> pieces, TimeWindow window) {
        var placement = new Placement(site, "", pieces, List.of(), null, false);
        boolean held = TileStore.write(tx, claim, placement, Span.of(window.start(), window.end()))
                .all();
        reread(tx, proposals, devices(placement));
        return held;
    }

    /** Gives up what a claim of the platform holds from now on. */
    public void giveUp(Tx tx, Proposals proposals, UUID claim) {
        List<Integer> devices = TileStore.free(tx, List.of(claim), tx.now()).getValues("device_id", Integer.class);
        reread(tx, proposals, devices);
    }

    private void reread(Tx tx, Proposals proposals, Collection<Integer> devices) {
        proposals.changes(devices);
        index.reread(tx, devices);
        tx.afterCommit(() -> proposals.settle(devices));
    }

    /** Gives up the pieces of a claim that lie on some devices, from now on. */
    public void dropDevices(Tx tx, Proposals proposals, UUID claim, Set<Integer> devices) {
        TileStore.drop(tx, claim, devices, tx.now());
        proposals.changes(devices);
        index.remove(claim, devices, 0);
        tx.afterCommit(() -> proposals.settle(devices));
    }

    /** Takes in that devices have another health now, inside the transaction that says so. */
    public void healthChanged(Tx tx, Proposals proposals, Collection<Integer> devices) {
        reread(tx, proposals, devices);
    }

    /** Claims that hold something on devices that have failed, now or later, and on which of them. */
    public Map<UUID, Set<Integer>> onFailedDevices(Tx tx) {
        return CalendarStore.onFailedDevices(tx);
    }

    /** What claims hold from now on, by device and slot. */
    public Map<UUID, List<Placement.Piece>> pieces(Tx tx, Collection<UUID> claims) {
        return claims.isEmpty() ? Map.of() : CalendarStore.pieces(tx, claims);
    }

    /** The same as engines and people name it. */
    public Map<UUID, List<Granted>> granted(Tx tx, Collection<UUID> claims) {
        Map<UUID, List<Granted>> granted = new HashMap<>();
        pieces(tx, claims)
                .forEach((claim, pieces) -> granted.put(claim, search(tx).named(pieces)));
        return granted;
    }

    static List<Integer> devices(Placement placement) {
        return placement.pieces().stream()
                .map(Placement.Piece::device)
                .distinct()
                .toList();
    }
}
