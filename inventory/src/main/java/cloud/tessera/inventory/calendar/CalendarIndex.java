package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.fleet.Device;
import cloud.tessera.inventory.fleet.FleetSnapshot;
import cloud.tessera.inventory.fleet.Host;
import cloud.tessera.inventory.grid.Grid;
import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Demand;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.HostRoom;
import cloud.tessera.inventory.placement.Openings;
import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.inventory.placement.Tile;
import cloud.tessera.inventory.placement.Training;
import cloud.tessera.quota.transaction.Tx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The calendar in memory: every card with the tiles on it from now on. Readers take no lock, because cards and rooms are
 * immutable and replaced one by one; writers exclude one another. It may be behind the database at any time: what it
 * proposes is decided there.
 */
final class CalendarIndex implements CalendarView {
    private static final int MOST_CHANGES = 10_000;

    private final Cards cards = new Cards();
    private final ById<HostRoom> rooms = new ById<>();
    /** Placements that were proposed and whose transactions have not ended. */
    private final Map<UUID, Proposed> proposed = new HashMap<>();
    /** Devices of transactions that ended otherwise than they were told: to be read anew. */
    private final Set<Integer> doubtful = new HashSet<>();
    /** Transactions of this process, whose changes are known here already. */
    private final Set<String> own = new HashSet<>();

    private final RecentDemand demand = new RecentDemand();

    private volatile @Nullable FleetMap fleet;
    private ChangeStore.Cursor cursor = new ChangeStore.Cursor("0", 0);

    /** What one proposal put into the index. */
    private record Proposed(Placement placement, Span span) {}

    /** A place that was found, and the version of the fleet in which it was. */
    record Proposal(Placement placement, long fleet) {}

    // Reading

    @Override
    public List<Group> groups(String model, String site) {
        return fleet().groups(model, site);
    }

    @Override
    public Card card(int device) {
        return cards.get(device);
    }

    @Override
    public HostRoom room(int host) {
        HostRoom room = rooms.get(host);
        return room == null ? new HostRoom(host, 0, 0, List.of()) : room;
    }

    @Override
    public Demand demand() {
        return demand.known();
    }

    @Override
    public List<Openings> openings(Group group, Question question, @Nullable IntToDoubleFunction atLeast) {
        Grid grid = cards.grid();
        List<Openings> known = grid == null ? null : grid.openings(group, question, atLeast);
        return known == null ? CalendarView.super.openings(group, question, atLeast) : known;
    }

    @Override
    public @Nullable Training training(Group group, Span span) {
        Grid grid = cards.grid();
        return grid == null ? null : grid.training(group, span);
    }

    /** By the hour. */
    Grid grid() {
        return Objects.requireNonNull(cards.grid(), "The calendar has not been loaded");
    }

    FleetMap fleet() {
        FleetMap loaded = fleet;
        if (loaded == null) {
            throw new IllegalStateException("The calendar has not been loaded");
        }
        return loaded;
    }

    boolean loaded() {
        return fleet != null;
    }

    // From the database

    /** Loads unless the fleet that is known here is the present one; says whether that was needed. */
    synchronized boolean loadFleet(Tx tx) {
        boolean needed = !loaded() || fleet().version() != FleetSnapshot.version(tx);
        if (needed) {
            load(tx);
        }
        return needed;
    }

    /** Takes in fleet and calendar as a transaction sees them. */
    synchronized void load(Tx tx) {
        ChangeStore.Cursor here = ChangeStore.here(tx);
        FleetSnapshot snapshot = FleetSnapshot.load(tx);
        FleetMap map = new FleetMap(snapshot);
        CalendarStore.Held held = CalendarStore.all(tx);
        List<Card> all = new ArrayList<>();
        map.devices().forEach(device -> all.add(card(device, held)));
        cards.load(map, all, Span.micros(tx.now()));
        for (Host host : map.hosts()) {
            rooms.put(host.id(), room(host, held));
        }
        fleet = map;
        cursor = here;
        doubtful.clear();
        own.clear();
        proposed.forEach((claim, proposal) -> put(claim, proposal, 0));
    }

    /** Takes in what other processes have committed since the last time; says whether that was anything. */
    synchronized boolean catchUp(Tx tx) {
        if (loadFleet(tx)) {
            return true;
        }
        cards.roll(Span.micros(tx.now()));
        ChangeStore.Changes found = ChangeStore.changes(tx, cursor, own, MOST_CHANGES);
        // Before the cursor moves past them: if reading them anew fails, they must be read the next time.
        doubtful.addAll(found.devices());
        cursor = found.cursor();
        own.removeIf(xid -> Long.parseLong(xid) < cursor.number());
        if (doubtful.isEmpty()) {
            return false;
        }
        Set<Integer> devices = new TreeSet<>(doubtful);
        reread(tx, devices);
        doubtful.removeAll(devices);
        return true;
    }

    /** Reads some devices and the hosts they are in anew. */
    synchronized void reread(Tx tx, Collection<Integer> devices) {
        FleetMap map = fleet();
        Set<Integer> hosts = new TreeSet<>();
        Map<Integer, Device> found = new HashMap<>();
        for (Device device : CalendarStore.devices(tx, devices)) {
            found.put(device.id(), device);
            hosts.add(device.host());
        }
        CalendarStore.Held held = CalendarStore.of(tx, devices, hosts);
        found.values().forEach(device -> cards.put(card(device, held)));
        for (int id : hosts) {
            Host host = map.host(id);
            if (host != null) {
                rooms.put(id, room(host, held));
            }
        }
        proposed.forEach((claim, proposal) -> {
            boolean touched =
                    proposal.placement().pieces().stream().anyMatch(piece -> found.containsKey(piece.device()))
                            || proposal.placement().hosts().stream().anyMatch(each -> hosts.contains(each.host()));
            if (touched) {
                put(claim, proposal, 0);
            }
        });
    }

    private static Card card(Device device, CalendarStore.Held held) {
        return new Card(
                device.id(),
                device.slots() + device.extraSlots(),
                device.healthy(),
                held.tiles().getOrDefault(device.id(), List.of()));
    }

    private static HostRoom room(Host host, CalendarStore.Held held) {
        return new HostRoom(
                host.id(), host.cpuMilli(), host.memoryMib(), held.uses().getOrDefault(host.id(), List.of()));
    }

    // Proposals of this process

    /**
     * Finds a place and keeps it from other callers of this process until the transaction has ended.
     *
     * @param now microseconds; what ended before is forgotten
     */
    synchronized Optional<Proposal> propose(UUID claim, Question question, PlacementPolicy policy, long now) {
        demand.note(question);
        Optional<Placement> found = policy.place(question, this);
        found.ifPresent(placement -> {
            Proposed proposal = new Proposed(placement, question.span());
            proposed.put(claim, proposal);
            put(claim, proposal, now);
        });
        return found.map(placement -> new Proposal(placement, fleet().version()));
    }

    private void put(UUID claim, Proposed proposal, long now) {
        Placement placement = proposal.placement();
        Span span = proposal.span();
        Map<Integer, List<Tile>> tiles = new HashMap<>();
        for (Placement.Piece piece : placement.pieces()) {
            tiles.computeIfAbsent(piece.device(), _ -> new ArrayList<>(1))
                    .add(new Tile(
                            claim,
                            piece.slots().start(),
                            piece.slots().end(),
                            span.from(),
                            span.until(),
                            placement.holder()));
        }
        tiles.forEach((device, more) -> cards.change(device, card -> card.with(now, claim, more)));
        for (Placement.OnHost on : placement.hosts()) {
            var use = new HostRoom.Use(claim, on.cpuMilli(), on.memoryMib(), span.from(), span.until());
            changeRoom(on.host(), now, claim, List.of(use));
        }
    }

    private void changeRoom(int host, long now, UUID without, List<HostRoom.Use> more) {
        HostRoom room = rooms.get(host);
        if (room != null) {
            rooms.put(host, room.with(now, without, more));
        }
    }

    /** The transaction has committed what was proposed. */
    synchronized void keep(UUID claim, @Nullable String xid) {
        proposed.remove(claim);
        remember(xid);
    }

    /** What was proposed does not come about. */
    synchronized void withdraw(UUID claim) {
        Proposed proposal = proposed.remove(claim);
        if (proposal != null) {
            remove(
                    claim,
                    proposal.placement().pieces().stream()
                            .map(Placement.Piece::device)
                            .toList(),
                    0);
        }
    }

    /** Takes a claim off some devices and their hosts, and forgets what ended before {@code now}. */
    synchronized void remove(UUID claim, Collection<Integer> devices, long now) {
        if (!loaded()) {
            return; // a process that has only ended claims so far
        }
        FleetMap map = fleet();
        for (int device : devices) {
            cards.change(device, card -> card.with(now, claim, List.of()));
            Device known = map.device(device);
            if (known != null) {
                changeRoom(known.host(), now, claim, List.of());
            }
        }
    }

    synchronized void remember(@Nullable String xid) {
        if (xid != null) {
            own.add(xid);
        }
    }

    /** These devices must be read anew: a transaction that changed them here has not committed. */
    synchronized void doubt(Collection<Integer> devices) {
        doubtful.addAll(devices);
    }
}
